// Command milink takes a SQL Server instance to Azure SQL Managed Instance over the Managed
// Instance link. One file per verb; verbs read what the person wants, hand it to the
// packages that know, and show what comes back. They decide nothing.
//
// SQL Server makes itself a TLS certificate with a random serial number, which is negative
// about half of the time; crypto/x509 must be told to bear it. go.mod says so for tests, and
// does not count where the command is installed by its version.
//
//go:debug x509negativeserial=1
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(start()) }

// start runs the program on the real world. The first Ctrl-C ends the verb in order; after
// it the signal means again what it means to every program, so that a second one kills.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return newApp().run(ctx, os.Args[1:])
}
