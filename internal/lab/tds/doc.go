// Package tds is the protocol server of the simulated SQL Server: it speaks the Tabular
// Data Stream protocol (versions 7.1 to 7.4 and 8.0) to any client and hands logins,
// batches and remote procedure calls to a Backend.
//
// It knows packets, tokens, type encodings and TLS. It must never know what a statement
// means, who may log in, or what a database is: that is the business of the Backend and
// of the engine.Client it returns. Nothing a client sends may make it panic or hold
// unbounded memory, and no password or token is ever written to the log.
package tds
