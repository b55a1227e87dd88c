package main

import (
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"milink/internal/report"
)

// tool is the name under which the program appears in documents and to servers.
const tool = "milink"

// version is set by the release build (-ldflags "-X main.version=1.2.3").
var version = "0.1.0-dev"

// versionDocument is `milink version -o json`.
type versionDocument struct {
	Schema    string `json:"schema"`
	Simulated bool   `json:"simulated"`
	Tool      string `json:"tool"`
	Version   string `json:"version"`
	Go        string `json:"go"`
	Platform  string `json:"platform"`
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Show the version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			d := versionDocument{
				Schema: "milink/version/v1", Tool: tool, Version: version,
				Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
			}
			if a.output == "json" {
				return report.WriteJSON(a.stdout, d)
			}
			_, err := io.WriteString(a.stdout, versionLine())
			return err
		},
	}
}

// versionLine is what people see, of the verb as of --version.
func versionLine() string {
	return fmt.Sprintf("%s %s (%s, %s/%s)\n", tool, version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
