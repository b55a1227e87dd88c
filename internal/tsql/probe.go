package tsql

import (
	"fmt"
	"strings"
)

// Marker is the column of a one-row result that follows every answer and names the probe it
// belongs to. Without it a denied read, which answers with messages alone, could not be told
// from its neighbours, and an answer that a time-out cut could not be told from a whole one.
const Marker = "milink_probe"

// lockTimeout bounds the wait for one lock, so that a blocked read of msdb costs its own
// fact and not the round trip. It is shorter than the default round trip of five seconds.
const lockTimeout = 2000 // milliseconds

// Probe is one question to an instance.
type Probe struct {
	Name string // unique within an instance: "source/databases"
	Asks string // the view, function or command it reads, for people
	Text string // one or a few statements; what they return has named columns
	// Since is the major version that brought what it reads, 0 for all.
	Since int
}

// flush makes the server send what it has answered so far. It collects answers until a packet
// is full, and what a time-out cuts off before that is lost. A message of severity 0 without
// text shows nowhere.
const flush = "RAISERROR (N'', 0, 1) WITH NOWAIT;"

// options put the session into one known state. A server can hand its sessions others ("user
// options" of sp_configure): XACT_ABORT would end the batch at the first refusal, implicit
// transactions would hold locks until the session ends, ROWCOUNT and TEXTSIZE would cut
// answers. The language is left alone, because nothing here is compared with words of a
// message and no date is read from text. TEXTSIZE has -1 for no limit, which the oldest
// versions may not know; the largest number is the same to all of them.
const options = `SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
`

// Ask puts probes into one batch. Each runs as dynamic SQL of its own: a missing column is
// an error of the whole batch when it is compiled, and must cost one probe only.
func Ask(probes []Probe) string {
	var b strings.Builder
	b.WriteString(options)
	fmt.Fprintf(&b, "SET LOCK_TIMEOUT %d;\n", lockTimeout)
	// A batch that begins with a result is read to its end; the driver gives one up that
	// begins with an error.
	fmt.Fprintf(&b, "SELECT N'' AS %s;\n", Marker)
	for _, p := range probes {
		fmt.Fprintf(&b, "EXEC sys.sp_executesql %s;\n", Literal(p.Text))
		fmt.Fprintf(&b, "SELECT %s AS %s;\n%s\n", Literal(p.Name), Marker, flush)
	}
	return b.String()
}

// lines joins the lines of a statement.
func lines(s ...string) string { return strings.Join(s, "\n") }
