package report

import (
	"fmt"
	"strings"
	"testing"

	"milink/internal/facts"
)

func TestScope(t *testing.T) {
	many := []facts.Database{}
	for i := range 500 {
		many = append(many, facts.Database{ID: 5 + i, Name: fmt.Sprintf("T%d", i)})
	}
	three := document().Source.Databases
	named := func(names ...string) Choice { return Choice{names, Configuration, "in lab.yaml"} }
	for _, c := range []struct {
		name      string
		list      facts.Fact[[]facts.Database]
		hidden    bool
		collation string
		choice    Choice
		json      string
		text      string
	}{
		{"all", three, false, "", Choice{}, `{"databases":["Sales","HR","we]ird'n\"ame"],"of":3,"from":"all"}`,
			`all 3 user databases: Sales, HR, [we]]ird'n"ame]`},
		{"named", three, false, "", named("Sales"), `{"databases":["Sales"],"of":3,"from":"configuration"}`,
			"Sales (1 of 3 user databases, named in lab.yaml)"},
		{"flag", three, false, "", Choice{[]string{"HR"}, CommandLine, "with --database"}, `{"databases":["HR"],"of":3,"from":"commandLine"}`,
			"HR (1 of 3 user databases, named with --database)"},
		{"named, one is not there", three, false, "", named("sales", "Nope"), `{"databases":["sales","Nope"],"of":3,"from":"configuration"}`,
			"sales, Nope (1 of 3 user databases, named in lab.yaml)"},
		{"another case on a server that minds", three, false, "Latin1_General_CS_AS", named("sales"), `{"databases":["sales"],"of":3,"from":"configuration"}`,
			"sales (0 of 3 user databases, named in lab.yaml)"},
		{"none", facts.Known([]facts.Database{{ID: 1, Name: "master"}}), false, "", Choice{}, `{"databases":[],"of":0,"from":"all"}`,
			"none: there is no user database"},
		{"offline ones hidden", three, true, "", named("Sales"), `{"databases":["Sales"],"of":{"unknown":"3 seen; OFFLINE databases are hidden from this login"},"from":"configuration"}`,
			"Sales (1 of 3 user databases that this login sees, named in lab.yaml; OFFLINE ones may be hidden from it)"},
		{"unknown", facts.Unknown[[]facts.Database]("Msg 300"), false, "", Choice{}, `{"databases":{"unknown":"Msg 300"},"of":{"unknown":"Msg 300"},"from":"all"}`,
			"unknown: Msg 300"},
		{"named of unknown", facts.Unknown[[]facts.Database]("Msg 300"), false, "", named("Sales"), `{"databases":["Sales"],"of":{"unknown":"Msg 300"},"from":"configuration"}`,
			"Sales (named in lab.yaml; of how many is unknown: Msg 300)"},
		{"many", facts.Known(many), false, "", Choice{}, "", "all 500 user databases"},
	} {
		i := document().Source
		i.Databases, i.OfflineHidden = c.list, c.hidden
		if c.collation != "" {
			i.Identity.Collation = facts.Known(c.collation)
		}
		s := scope(i, c.choice)
		if s.text != c.text {
			t.Errorf("%s: %q, want %q", c.name, s.text, c.text)
		}
		js := strings.NewReplacer("\n", "", "  ", "", ": ", ":", ", ", ",").Replace(string(encode(t, s)))
		if want := strings.NewReplacer(": ", ":", ", ", ",").Replace(c.json); c.json != "" && js != want {
			t.Errorf("%s: %s, want %s", c.name, js, want)
		}
	}
}
