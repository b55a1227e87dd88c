// Package tsql holds every statement milink sends to SQL Server, and the quoting they are
// built with. It is pure: text in, text out. It must never know a connection, a driver or
// what an answer means; the columns a statement returns are named, and whoever reads the
// answer reads by those names.
package tsql
