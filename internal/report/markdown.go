package report

import (
	"fmt"
	"io"
	"strings"

	"milink/internal/rules"
)

// RulesMarkdown writes the page of the catalogue: docs/rules.md.
func RulesMarkdown(w io.Writer, catalogue []rules.Rule) error {
	var b strings.Builder
	b.WriteString(`# Rules

What ` + "`milink check`" + ` judges. This page is made from the catalogue (` + "`go test ./internal/report -run RulesPage -update`" + `);
a test fails when it is not current. ` + "`milink explain CODE`" + ` shows one entry, ` + "`milink rules -o json`" + ` all of them.

Severities: **blocker** (the link would fail), **last chance** (cannot be changed once the link
exists), **warning** (advised), **note** (good to know). A rule that could not look is *unknown*,
never passed. Codes are never used twice.

`)
	for _, chapter := range chapters(catalogue) {
		fmt.Fprintf(&b, "## %s\n\n", chapter[0].Area)
		for _, r := range chapter {
			ruleMarkdown(&b, r)
		}
	}
	_, err := io.WriteString(w, strings.TrimSuffix(b.String(), "\n"))
	return err
}

func ruleMarkdown(b *strings.Builder, r rules.Rule) {
	fmt.Fprintf(b, "### %s %s\n\n**%s.**\n\n", r.Code, r.Slug, inline(r.Title))
	fmt.Fprintf(b, "%s; judged on %s for: %s.\n\n", sentence(severityWord(r.Severity)),
		map[rules.Scope]string{rules.PerInstance: "the instance", rules.PerDatabase: "each database"}[r.Scope], gatesOf(r))
	for _, part := range []struct{ label, text string }{{"Expected", r.Expected}, {"Why", r.Why}, {"Fix", r.Fix}} {
		if part.text != "" {
			fmt.Fprintf(b, "- %s: %s\n", part.label, inline(part.text))
		}
	}
	for _, d := range r.Docs {
		fmt.Fprintf(b, "- Documented: <%s> (compared %s)\n", d.URL, d.Checked)
	}
	b.WriteByte('\n')
}

// inline keeps a text from being read as Markdown or HTML: T-SQL is full of both.
func inline(s string) string {
	return strings.NewReplacer("\n", " ", "<", "&lt;", ">", "&gt;", "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "`", "\\`", "|", `\|`).Replace(s)
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
