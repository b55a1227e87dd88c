package message

import "testing"

func TestSimulated(t *testing.T) {
	m := Simulated("ALTER TABLE")
	if m.Text != "SIMULATED: milink's lab does not simulate ALTER TABLE." || m.Number != 0 || m.Class != 0 || m.IsError() {
		t.Errorf("%+v", *m)
	}
}

// A note before an error is not what failed.
func TestNotesAreNoCause(t *testing.T) {
	cause := New(156, "TABLE")
	for _, e := range []Errors{{cause, New(3013, "BACKUP DATABASE")}, {Simulated("ALTER TABLE"), cause}} {
		if e.Error() != cause.Error() {
			t.Errorf("shows %q", e.Error())
		}
	}
	if got := (Errors{}).Error(); got != "no message" {
		t.Errorf("nothing shows as %q", got)
	}
}
