package main

import (
	"fmt"
	"strings"
	"time"

	"milink/internal/config"
	"milink/internal/sqlserver"
)

// wayOut is what to do about a session that did not come about, in the words of how the
// person named the server.
func (a *app) wayOut(e *sqlserver.Error) string {
	switch {
	case e.Kind == sqlserver.Refused && a.reached != nil && a.reached.Simulated:
		return fmt.Sprintf("the lab that wrote this file has ended; start it again with milink lab up --write %s", shellWord(a.file))
	case e.Certificate != nil && a.reached != nil:
		return certificateWays(e, a.reached.Source.TLS, a.byFlags)
	}
	return e.Hint
}

// certificateText is what a person compares before trusting a certificate.
func certificateText(c *sqlserver.Certificate) string {
	return fmt.Sprintf("subject  %s\nissuer   %s\nvalid    %s to %s\nSHA-256  %s",
		c.Subject, c.Issuer, c.NotBefore.UTC().Format(time.DateOnly), c.NotAfter.UTC().Format(time.DateOnly), c.SHA256)
}

// certificateWays lists the ways past a certificate that could not be verified, the
// narrowest first. Only an authority's signature can be vouched for by that authority.
func certificateWays(e *sqlserver.Error, now config.TLS, byFlags bool) string {
	signed := e.Kind == sqlserver.TLSAuthority && e.Certificate.Issuer != e.Certificate.Subject
	way, where := yamlWay(now.Mode), "write one of these lines under source: in the file"
	if byFlags {
		way, where = flagWay, "add one of these to the command"
	}
	var b strings.Builder
	if e.Kind != sqlserver.TLSAuthority {
		b.WriteString(e.Hint + " ")
	}
	b.WriteString("Ask the server's administrator whether this is its certificate. If it is, " + where + ":\n")
	b.WriteString("  " + way("pin", e.Certificate.SHA256) + "\n")
	if signed {
		b.WriteString("  " + way("ca", "FILE") + "   # FILE: the authority's certificate, PEM\n")
	}
	if now.Mode != config.TLSStrict {
		b.WriteString("  " + way("trust", "true") + "   # any certificate: whoever stands between may read along\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// flagWay says a TLS setting as a flag.
func flagWay(key, value string) string {
	if key == "trust" {
		return "--trust-server-certificate"
	}
	return "--" + key + " " + value
}

// yamlWay says a TLS setting as a line of milink.yaml, which keeps the mode.
func yamlWay(mode config.TLSMode) func(key, value string) string {
	kept := ""
	if mode != config.TLSMandatory {
		kept = "mode: " + string(mode) + ", "
	}
	return func(key, value string) string { return fmt.Sprintf("tls: {%s%s: %s}", kept, key, value) }
}
