package message

import "testing"

func TestSimulated(t *testing.T) {
	m := Simulated("ALTER TABLE")
	if m.Text != "SIMULATED: milink's lab does not simulate ALTER TABLE." || m.Number != 0 || m.Class != 0 || m.IsError() {
		t.Errorf("%+v", *m)
	}
}
