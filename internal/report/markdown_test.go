package report

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"milink/internal/rules"
)

func TestRulesPageIsCurrent(t *testing.T) {
	const path = "../../docs/rules.md"
	var b bytes.Buffer
	if err := RulesMarkdown(&b, rules.Catalogue()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, b.Bytes()) {
		t.Errorf("%s is not what the catalogue says: go test ./internal/report -run RulesPage -update", path)
	}
	for _, r := range rules.Catalogue() {
		if n := strings.Count(string(page), "\n### "+r.Code+" "+r.Slug+"\n"); n != 1 {
			t.Errorf("%s has %d entries", r.Code, n)
		}
	}
}

func TestInlineKeepsTSQLReadable(t *testing.T) {
	if got := inline("GRANT x TO [<login>];\nA_b * c"); got != `GRANT x TO \[&lt;login&gt;\]; A\_b \* c` {
		t.Errorf("got %s", got)
	}
}

func TestChaptersKeepOrderAndMergeAreas(t *testing.T) {
	list := chapters([]rules.Rule{{Code: "1", Area: "A"}, {Code: "2", Area: "B"}, {Code: "3", Area: "A"}})
	if len(list) != 2 || list[0][1].Code != "3" || list[1][0].Code != "2" {
		t.Errorf("got %v", list)
	}
}
