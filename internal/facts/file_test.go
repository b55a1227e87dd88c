package facts

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sample() *Document {
	return &Document{
		Schema: Schema, Simulated: true, Tool: "milink test", CollectedAt: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC),
		Source: &Instance{
			Address:   `we]ird'n"ame`,
			Identity:  Identity{Version: Known(Version{16, 0, 4125, 3}), Edition: Unknown[string]("Msg 300")},
			Databases: Known([]Database{{Name: `we]ird'n"ame`, Files: Known([]File{{Name: "f", Type: 1}}), Encryption: Known[*Encryption](&Encryption{State: 3})}}),
		},
		Probes: []Probe{{Name: ProbeIdentity, Asks: "SERVERPROPERTY", Rows: 1}},
	}
}

func TestDocumentSurvivesItsFile(t *testing.T) {
	var buf bytes.Buffer
	if err := Write(&buf, sample()); err != nil {
		t.Fatal(err)
	}
	back, err := Read(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := Write(&again, back); err != nil {
		t.Fatal(err)
	}
	if again.String() != buf.String() {
		t.Errorf("changed on the way:\n%s\n%s", buf.String(), again.String())
	}
	if v, _ := back.Source.Identity.Version.Get(); v != (Version{16, 0, 4125, 3}) {
		t.Errorf("version %v", v)
	}
	if back.Source.Identity.Edition.Why() != "Msg 300" || back.Source.HADR.Running.Why() != "not asked" {
		t.Error("reasons were lost")
	}
}

func TestSchemaAndSimulatedComeFirst(t *testing.T) {
	var buf bytes.Buffer
	if err := Write(&buf, sample()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(buf.String(), "\n")
	if !strings.Contains(lines[1], `"schema"`) || !strings.Contains(lines[2], `"simulated"`) {
		t.Errorf("document starts with\n%s\n%s", lines[1], lines[2])
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"newer", `{"schema":"milink/facts/v2"}`, "v2"},
		{"another document", `{"schema":"milink/report/v1"}`, "not a facts document"},
		{"no schema", `{"source":{}}`, "no \"schema\""},
		{"not JSON", "{\n \"schema\": \"milink/facts/v1\",\n oops", "line 3"},
		{"unknown key", `{"schema":"milink/facts/v1","simulated":false,"sauce":{}}`, "sauce"},
		{"no source", `{"schema":"milink/facts/v1","simulated":false}`, "no source"},
		{"wrong type", "{\"schema\":\"milink/facts/v1\",\n\"simulated\":7}", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Read([]byte(c.text))
			if err == nil {
				t.Fatalf("read %+v", d)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

func TestProbeThatWasNotAsked(t *testing.T) {
	if p := sample().Probe("source/nothing"); p.Error != "not asked" {
		t.Errorf("%+v", p)
	}
	if p := sample().Probe(ProbeIdentity); p.Rows != 1 {
		t.Errorf("%+v", p)
	}
}

func TestSystemDatabases(t *testing.T) {
	for id, want := range map[int]bool{1: true, 4: true, 5: false} {
		if got := (Database{ID: id}).System(); got != want {
			t.Errorf("id %d: %v", id, got)
		}
	}
}

// FuzzRead holds the reader to what it promises: an error or a document that can be
// written and read again, never a panic.
func FuzzRead(f *testing.F) {
	var buf bytes.Buffer
	if err := Write(&buf, sample()); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte(`{"schema":"milink/facts/v1","source":{"databases":{"unknown":"x"}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(data)
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := Write(&first, d); err != nil {
			t.Fatal(err)
		}
		again, err := Read(first.Bytes())
		if err != nil {
			t.Fatalf("own file refused: %v\n%s", err, first.String())
		}
		if err := Write(&second, again); err != nil || !reflect.DeepEqual(first.Bytes(), second.Bytes()) {
			t.Fatalf("unstable: %v", err)
		}
	})
}
