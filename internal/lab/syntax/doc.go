// Package syntax reads T-SQL: a lexer, a tree and a strict recursive-descent parser with
// closed option lists. Whatever it does not know is the syntax error SQL Server gives, never
// skipped. It knows nothing of catalogs, types of columns or sessions: a name is only a name.
package syntax
