package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with testdata/name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test ./internal/report -update and look at the change\n%s", path, got)
	}
}

func render(t *testing.T, r *Report, l Layout) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextGolden(t *testing.T) {
	for name, r := range samples() {
		for _, columns := range []int{80, 120} {
			out := render(t, r, Layout{Width: columns, Again: "milink check -f milink.yaml"})
			golden(t, fmt.Sprintf("%s.%d.txt", name, columns), []byte(out))
		}
	}
	golden(t, "mixed.verbose.txt", []byte(render(t, mixed(), Layout{Width: 100, Verbose: true})))
	golden(t, "hostile.verbose.txt", []byte(render(t, hostile(), Layout{Width: 60, Verbose: true})))
	golden(t, "mixed.colour.txt", []byte(render(t, mixed(), Layout{Width: 80, Colour: true})))
}

func TestJSONGolden(t *testing.T) {
	for name, r := range samples() {
		if name == "hundreds" {
			continue // 1,000 findings of the same form
		}
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".json", b.Bytes())
	}
}

// No line is wider than asked for, whatever stands in it, and nothing but line breaks and
// printable characters comes out.
func TestTextFitsAndIsHarmless(t *testing.T) {
	for name, r := range samples() {
		for _, columns := range []int{60, 72, 80, 100, 120, 200} {
			for _, verbose := range []bool{false, true} {
				out := render(t, r, Layout{Width: columns, Verbose: verbose, Again: "milink check"})
				for i, line := range strings.Split(out, "\n") {
					if w := width(line); w > columns && !strings.Contains(line, "https://") {
						t.Errorf("%s at %d: line %d has %d columns: %s", name, columns, i+1, w, line)
					}
				}
				if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
					t.Errorf("%s at %d: unprintable %q", name, columns, out[i:i+4])
				}
			}
		}
	}
}

// Colour adds escapes and nothing else: who does not see it reads the same words.
func TestColourCarriesNoMeaning(t *testing.T) {
	plain := render(t, mixed(), Layout{})
	coloured := render(t, mixed(), Layout{Colour: true})
	var stripped strings.Builder
	for rest := coloured; rest != ""; {
		before, after, found := strings.Cut(rest, "\x1b[")
		stripped.WriteString(before)
		if !found {
			break
		}
		_, rest, _ = strings.Cut(after, "m")
	}
	if plain == coloured || stripped.String() != plain {
		t.Errorf("coloured text without its colours must be the plain text:\n%s", stripped.String())
	}
}
