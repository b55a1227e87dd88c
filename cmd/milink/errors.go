package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"milink/internal/config"
	"milink/internal/report"
	"milink/internal/sqlserver"
)

// usageError is a call that cannot be carried out as it stands.
type usageError struct {
	text string
	next string // what to do, where the text does not say it
	// cause is below, where a caller tells cases apart by it.
	cause error
}

// Error is the whole sentence.
func (e usageError) Error() string { return e.text }

// Unwrap is the cause below.
func (e usageError) Unwrap() error { return e.cause }

// failure is something that went wrong outside and for which there is something to do.
type failure struct{ text, next string }

// Error is the whole sentence.
func (e failure) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{text: fmt.Sprintf(format, args...)} }

// misspelt is a command line that cannot be understood.
func misspelt(format string, args ...any) error {
	return usageError{text: fmt.Sprintf(format, args...), next: "milink help lists the verbs, milink VERB --help the flags of one."}
}

// verdictError carries the exit code of a report that has already said everything.
type verdictError struct{ code int }

// Error is never shown: the report has said it.
func (verdictError) Error() string { return "findings stand" }

// verdictOf is the error of a report's exit code, nil for 0.
func verdictOf(code int) error {
	if code == exitOK {
		return nil
	}
	return verdictError{code}
}

// interrupted is what became of a verb that Ctrl-C stopped: whatever it says, that is why.
func interrupted(err error) error {
	var verdict verdictError
	var misuse usageError
	if errors.As(err, &verdict) || errors.As(err, &misuse) {
		return err // the report was complete, or nothing had begun
	}
	return fmt.Errorf("%w: this version only reads, nothing was changed; start again any time", context.Canceled)
}

// complain shows an error, once: what was being done, what happened, what to do next.
func (a *app) complain(err error) {
	var (
		verdict verdictError
		misuse  usageError
		file    config.Errors
		server  *sqlserver.Error
		failed  failure
	)
	switch {
	case err == nil || errors.As(err, &verdict):
	case errors.Is(err, context.Canceled) && !errors.As(err, &server):
		a.sayError("stopped by Ctrl-C", "Nothing was changed: this version only reads. Start again any time.")
	case errors.As(err, &server):
		a.sayServer(server)
	case errors.As(err, &file):
		a.sayError("the configuration has "+mistakes(len(file))+":\n"+indent(file.Error()),
			"Correct the file; docs/schemas/milink.yaml.schema.json lets an editor help.")
	case errors.As(err, &misuse):
		a.sayError(misuse.text, misuse.next)
	case errors.As(err, &failed):
		a.sayError(failed.text, failed.next)
	default:
		a.sayError(err.Error(), "")
	}
}

// sayServer shows why there is no session, with the server's own words.
func (a *app) sayServer(e *sqlserver.Error) {
	text := fmt.Sprintf("%s %s: %s", e.Op, e.Server, e.Meaning)
	for _, m := range e.Messages {
		text += "\n  " + m.String()
	}
	if e.Certificate != nil {
		text += "\n" + indent(certificateText(e.Certificate))
	}
	a.sayError(text, a.wayOut(e))
}

// sayError writes to stderr. Text of servers and files goes through it, so that every line
// is made harmless. On a terminal lines are wrapped, for others they stay whole.
func (a *app) sayError(text, next string) {
	text = "milink: " + text
	if next != "" {
		text += "\nWhat to do: " + next
	}
	a.note("%s", a.fitting(text))
}

// fitting makes text for stderr harmless and wraps it where somebody reads it.
func (a *app) fitting(text string) string {
	if columns := a.terminal.width(); columns > 0 {
		return report.Paragraphs(text, report.Layout{Width: min(columns, readableWidth)})
	}
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(report.Visible(line) + "\n")
	}
	return b.String()
}

func mistakes(n int) string {
	if n == 1 {
		return "a mistake"
	}
	return fmt.Sprintf("%d mistakes", n)
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }
