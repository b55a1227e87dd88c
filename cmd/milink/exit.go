package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"milink/internal/config"
	"milink/internal/sqlserver"
)

// Exit codes of the program. They are a contract: scripts rest on them.
const (
	exitOK          = 0
	exitFailed      = 1
	exitNoSession   = 4
	exitUsage       = 64
	exitInterrupted = 130
)

// exitCode is the one place where a result becomes a number.
func exitCode(err error) int {
	var (
		verdict verdictError
		misuse  usageError
		file    config.Errors
		server  *sqlserver.Error
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &verdict):
		return verdict.code
	case errors.As(err, &misuse), errors.As(err, &file):
		return exitUsage
	case errors.As(err, &server):
		return exitOfServer(server.Kind)
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}

// exitOfServer: without a session nothing was seen, and nothing can be said.
func exitOfServer(k sqlserver.Kind) int {
	switch k {
	case sqlserver.BadConfig:
		return exitUsage
	case sqlserver.Cancelled:
		return exitInterrupted
	}
	return exitNoSession
}

// exitCodesTopic is the page behind `milink help exit-codes`.
func exitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long: `Exit codes of milink

    0  done; for check: nothing at or above --fail-on stands
    1  the tool failed: a file could not be written, for example
    2  check: findings at or above --fail-on (default blocker) stand
    3  check: no such finding stands, but rules of that severity could not look
       (2 beats 3)
    4  no session could be opened: wrong password, closed port, no SQL Server
       there, a certificate that does not hold
    5  the plan is stale                        (later versions)
    6  the pair is held by another run          (later versions)
    7  the confirmation was declined            (later versions)
    8  pending: seeding or an approval goes on  (later versions)
   64  usage: the command line, milink.yaml or a facts file cannot be used
  130  interrupted; what was stopped is said on stderr. ` + "`lab up`" + ` is meant to be
       stopped with Ctrl-C and ends with 0.

Results go to stdout, progress and errors to stderr.`,
	}
}
