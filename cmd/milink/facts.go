package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/facts"
	"milink/internal/report"
)

func (a *app) facts() *cobra.Command {
	var (
		q     quick
		to    string
		force bool
	)
	c := &cobra.Command{
		Use:   "facts",
		Short: "Write down what can be seen of an instance, to be judged elsewhere",
		Long: `Read everything a check reads and write it as one JSON document, without judging.
No secret enters it. Judge it anywhere, also later: milink check --facts FILE`,
		Example: `  milink facts -f milink.yaml -o sql01.json
  milink facts --server sql01 --user milink -o json | jq .source.identity`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("database") {
				return usage("facts are of the whole instance, so that --database would choose nothing: choose when you judge, with milink check --facts FILE --database NAME")
			}
			if err := factsFile(to, force); err != nil {
				return err
			}
			acc, done, err := a.open(c.Context(), &q)
			defer done()
			if err != nil {
				return err
			}
			a.progress("Asking " + acc.cfg.Source.Server + " ...")
			doc, err := a.collect(c.Context(), acc)
			if err != nil {
				return err
			}
			a.tellInterrupted(doc)
			return a.writeFacts(doc, to, force)
		},
	}
	q.flags(c)
	q.databaseFlag(c) // so that it can be refused in words
	_ = c.Flags().MarkHidden("database")
	c.Flags().StringVarP(&to, "output", "o", "json", "`FILE` to write, or json or - for stdout")
	c.Flags().BoolVar(&force, "force", false, "overwrite a file that holds something else than facts")
	return c
}

// factsFile refuses, before a server is asked, what facts cannot be written to.
func factsFile(to string, force bool) error {
	switch to {
	case "json", "-":
		return nil
	case "text", "wide", "yaml":
		return usage("facts are for programs and have no form %s: -o wants a FILE, json, or - for stdout (./%s for a file of that name)", to, to)
	case "":
		return usage("-o without a name: give a FILE, json, or - for stdout")
	}
	return replaceable(to, isFacts, force)
}

// writeFacts writes the document to stdout or to a file.
func (a *app) writeFacts(doc *facts.Document, to string, force bool) error {
	var b bytes.Buffer
	if err := report.WriteJSON(&b, doc); err != nil {
		return err
	}
	if to == "json" || to == "-" {
		_, err := a.stdout.Write(b.Bytes())
		return err
	}
	if err := replaceFile(to, b.Bytes(), isFacts, force); err != nil {
		return fmt.Errorf("%s could not be written: %s", to, bareCause(err))
	}
	judge := "milink check --facts " + shellWord(to)
	if a.fileGiven && !strings.HasPrefix(a.file, labPrefix) {
		judge += " -f " + shellWord(a.file)
	}
	a.note("Wrote %s. Judge it with: %s\n", to, judge)
	return nil
}

// isFacts tells whether a file is a facts document, of any version.
func isFacts(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 200)], []byte(`"schema": "milink/facts/`))
}
