package main

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/term"
)

// terminal is what the program knows about the person's end.
type terminal struct {
	stderr  bool // progress is seen by somebody
	colours bool // stdout is a terminal that understands colours
	columns func() int
	// errorColumns are those of stderr, 0 where nobody reads it; nil in tests says the same.
	errorColumns func() int
	// ask reads a line without echo; nil where nobody can answer.
	ask func(question string) (string, error)
}

// width is how far a line on stderr may go; 0 for as far as it likes.
func (t terminal) width() int {
	if t.errorColumns == nil {
		return 0
	}
	return t.errorColumns()
}

// realTerminal looks at the standard streams.
func realTerminal() terminal {
	out := int(os.Stdout.Fd())
	t := terminal{
		stderr:       term.IsTerminal(int(os.Stderr.Fd())),
		colours:      term.IsTerminal(out) && understandsColours(),
		columns:      columnsOf(os.Stdout),
		errorColumns: columnsOf(os.Stderr),
	}
	if in := int(os.Stdin.Fd()); term.IsTerminal(in) {
		t.ask = func(question string) (string, error) { return askSilently(in, question) }
	}
	return t
}

// columnsOf measures a terminal when it is written to; what is none has 0.
func columnsOf(f *os.File) func() int {
	return func() int {
		w, _, err := term.GetSize(int(f.Fd()))
		if err != nil {
			return 0
		}
		return w
	}
}

// understandsColours: consoles of Windows before Windows Terminal print escapes as they are.
func understandsColours() bool {
	name := os.Getenv("TERM")
	if runtime.GOOS == "windows" {
		return os.Getenv("WT_SESSION") != "" || name != "" && name != "dumb"
	}
	return name != "dumb"
}

// askSilently puts the question on stderr, because stdout is the result.
func askSilently(in int, question string) (string, error) {
	_, _ = fmt.Fprint(os.Stderr, question)
	text, err := term.ReadPassword(in)
	_, _ = fmt.Fprintln(os.Stderr)
	return string(text), err
}
