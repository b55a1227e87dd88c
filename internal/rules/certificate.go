package rules

import (
	"fmt"
	"strings"
	"time"

	"milink/internal/facts"
)

const (
	areaCertificates = "Keys and certificates"
	codeCertificate  = "MIL5001"
	codeValidity     = "MIL5002"
)

// root is a certificate authority of Azure's list (facts/link.md 6.2, azure.md 10.1).
type root struct{ name, thumbprint string }

// The two roots the article asks for at least.
var (
	digiCertG2   = root{"DigiCert Global Root G2", "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4"}
	microsoftRSA = root{"Microsoft RSA Root Certificate Authority 2017", "73A5E64A3BFF8316FF0EDCCC618A906E4EAE4D74"}
)

// otherRoots complete the set that the article names for links that live long.
var otherRoots = []root{
	{"DigiCert Global Root CA", "A8985D3A65E5E5C4B2D7D66D40C6DD2FB19C5436"},
	{"DigiCert Global Root G3", "7E04DE896A3E666D00E687D33FFAD93BE83D349E"},
	{"DigiCert TLS ECC P384 Root G5", "17F3DE5E9F0F19E98EF61F32266E20C407AE30EE"},
	{"DigiCert TLS RSA4096 Root G5", "A78849DC5D7C758C8CDE399856B3AAD0B2A57135"},
	{"Microsoft ECC Root Certificate Authority 2017", "999A64C37FF47D9FAB95F14769891460EEC4C3C5"},
}

func certificateRules() []Rule {
	own := func(code, slug string, severity Severity, title, expected, why, fix string, judge func(*subject, facts.Certificate) verdict) Rule {
		return Rule{
			Code: code, Slug: slug, Area: areaCertificates, Severity: severity, Gates: fromCreate(), Scope: PerInstance,
			Title: title, Expected: expected, Why: why, Fix: fix, Steps: []string{"rotate-endpoint-certificate"},
			Reads: []string{"source.endpoints", "source.certificates"}, Docs: docs(scriptsLink, bestPractices, troubleLink),
			judge: func(s *subject) verdict { return onEndpointCertificate(s, judge) },
		}
	}
	const rotate = "Create a new certificate under a new name, upload its public key to every linked managed instance, ALTER ENDPOINT to the new one, check that the links are healthy, then drop the old one."
	return []Rule{
		{
			Code: codeCertificate, Slug: "endpoint-certificate", Area: areaCertificates, Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The endpoint's certificate has its private key at hand",
			Expected: "a certificate in master whose private key is encrypted by the master key",
			Why:      "The endpoint proves who it is with this private key; one that a password protects, or that is missing, cannot be used when the managed instance connects.",
			Fix:      "USE master;\nCREATE CERTIFICATE [Cert_endpoint_new] WITH SUBJECT = 'Certificate for the mirroring endpoint', EXPIRY_DATE = '<yyyymmdd>';\nThen ALTER ENDPOINT to it. The name must not contain a backslash.",
			Steps:    []string{"create-endpoint-certificate", "alter-endpoint"},
			Reads:    []string{"source.endpoints", "source.certificates"},
			Docs:     docs(scriptsLink), judge: judgeEndpointCertificate,
		},
		own(codeValidity, "endpoint-certificate-valid", Blocker, "The endpoint's certificate is valid today",
			"today lies between its start and expiry date",
			"An expired certificate stops a running link and keeps a new one from connecting.", rotate, judgeValidity),
		own("MIL5003", "endpoint-certificate-expiry", Warning, "The endpoint's certificate stays valid for 90 days",
			"at least 90 days until it expires",
			"Rotation touches every linked managed instance; it wants planning before the link stops.", rotate, judgeExpiry),
		own("MIL5004", "endpoint-certificate-signature", Blocker, "The endpoint's certificate is signed for TLS 1.2",
			"not signed with MD5 or older",
			"A certificate signed with MD5 is refused under TLS 1.2.", rotate, judgeSignature),
		own("MIL5006", "endpoint-certificate-key", Warning, "The endpoint's certificate has a strong key",
			"RSA key of at least 2048 bits, what SQL Server makes by itself since 2016",
			"Shorter keys are refused by more and more systems. Whether a managed instance takes them is not documented.", rotate, judgeKey),
		own("MIL5005", "endpoint-certificate-name", Blocker, "The endpoint's certificate has a name Azure accepts",
			"no backslash in the name",
			"The certificate is uploaded to the managed instance under its name, and a backslash, as @@SERVERNAME of a named instance contains, is refused.", rotate, judgeCertificateName),
		rootRule("MIL5010", "root-digicert-g2", digiCertG2),
		rootRule("MIL5011", "root-microsoft-rsa-2017", microsoftRSA),
		{
			Code: "MIL5012", Slug: "root-all", Area: areaCertificates, Severity: Info, Gates: onCreate(), Scope: PerInstance,
			Title:    "All of Azure's root certificates are imported",
			Expected: "the five further roots of Azure's list",
			Why:      "The root that signs a managed instance's certificate can change. The articles ask for the two roots above at least, and for all of them when a link lives longer than a few months.",
			Fix:      "Import the missing roots like the two required ones. The list changes: compare it with " + azureRoots + ".",
			Steps:    []string{"import-roots"},
			Reads:    []string{"source.certificates"},
			Docs:     docs(scriptsLink, azureRoots), judge: judgeAllRoots,
		},
		{
			Code: "MIL5013", Slug: "root-issuer-binding", Area: areaCertificates, Severity: Info, Gates: onCreate(), Scope: PerInstance,
			Title:    "The roots are trusted as issuers for the managed instance's names",
			Expected: "sp_certificate_add_issuer was run for each root with N'*.database.windows.net'",
			Why:      "An imported root that is not bound to the DNS suffix is not used, and the link fails with 41974.",
			Fix:      "For each root: DECLARE @id int = CERT_ID('<name>'); EXEC sp_certificate_add_issuer @id, N'*.database.windows.net'; an answer that it has been already added is success.",
			Steps:    []string{"import-roots"},
			Reads:    []string{"source.certificates"},
			Docs:     docs(scriptsLink), judge: judgeBinding,
		},
	}
}

// rootRule asks for one root certificate by thumbprint, under any name.
func rootRule(code, slug string, r root) Rule {
	return Rule{
		Code: code, Slug: slug, Area: areaCertificates, Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
		Title:    "The root certificate " + r.name + " is imported",
		Expected: "a certificate in master with thumbprint " + r.thumbprint + ", under any name",
		Why:      "The managed instance's certificate is signed under this root. Without it SQL Server does not trust the managed instance (41974).",
		Fix: fmt.Sprintf("Download the root from Azure's certificate authority page, check its thumbprint, then:\nUSE master;\nCREATE CERTIFICATE [%s] FROM FILE = '<path>.crt';\nDECLARE @id int = CERT_ID('%s'); EXEC sp_certificate_add_issuer @id, N'*.database.windows.net';\nThe file must be DER, not PEM.",
			r.name, r.name),
		Steps: []string{"import-roots"},
		Reads: []string{"source.certificates"},
		Docs:  docs(prepareArticle, azureRoots),
		judge: func(s *subject) verdict { return judgeRoot(s, r) },
	}
}

func judgeRoot(s *subject, r root) verdict {
	list, ok := s.source.Certificates.Get()
	if !ok {
		return unknown(s.source.Certificates.Why())
	}
	for _, c := range list {
		if strings.EqualFold(c.Thumbprint, r.thumbprint) {
			return s.saw(pass("imported as "+c.Name), facts.ProbeCertificates, c.Thumbprint)
		}
	}
	for _, c := range list {
		if strings.EqualFold(c.Name, r.name) || strings.Contains(c.Subject, r.name) {
			v := fail(fmt.Sprintf("%s is there, but it is another certificate: thumbprint %s", c.Name, c.Thumbprint))
			return s.saw(v, facts.ProbeCertificates, c.Thumbprint).withFix(
				fmt.Sprintf("Find out what uses [%s]; if nothing does, DROP CERTIFICATE [%s] and import the real root with thumbprint %s.", c.Name, c.Name, r.thumbprint), "import-roots")
		}
	}
	return s.saw(fail("not imported"), facts.ProbeCertificates, fmt.Sprintf("%d certificates, none with that thumbprint", len(list)))
}

func judgeAllRoots(s *subject) verdict {
	list, ok := s.source.Certificates.Get()
	if !ok {
		return unknown(s.source.Certificates.Why())
	}
	have := map[string]bool{}
	for _, c := range list {
		have[strings.ToUpper(c.Thumbprint)] = true
	}
	var missing []string
	for _, r := range otherRoots {
		if !have[r.thumbprint] {
			missing = append(missing, r.name)
		}
	}
	value := fmt.Sprintf("%d of %d", len(otherRoots)-len(missing), len(otherRoots))
	if len(missing) > 0 {
		return s.saw(fail("not imported: "+strings.Join(missing, ", ")), facts.ProbeCertificates, value)
	}
	return s.saw(pass("all imported"), facts.ProbeCertificates, value)
}

func judgeBinding(s *subject) verdict {
	list, ok := s.source.Certificates.Get()
	if !ok {
		return unknown(s.source.Certificates.Why())
	}
	for _, c := range list {
		if t := strings.ToUpper(c.Thumbprint); t == digiCertG2.thumbprint || t == microsoftRSA.thumbprint {
			return unknown("SQL Server documents no view that lists issuers; only the link itself proves the binding")
		}
	}
	return skip("MIL5010")
}

// onEndpointCertificate judges the certificate of the endpoint if there is one to judge.
func onEndpointCertificate(s *subject, judge func(*subject, facts.Certificate) verdict) verdict {
	return onEndpoint(s, func(s *subject, e facts.Endpoint) verdict {
		if s.failed(codeEndpointAuth) {
			return skip(codeEndpointAuth)
		}
		c, found, why := certificateOf(s, e)
		switch {
		case why != "":
			return unknown(why)
		case !found:
			return skip(codeCertificate)
		}
		return judge(s, c)
	})
}

// certificateOf finds the endpoint's certificate; why is set when that cannot be told.
func certificateOf(s *subject, e facts.Endpoint) (c facts.Certificate, found bool, why string) {
	list, ok := s.source.Certificates.Get()
	if !ok {
		return c, false, s.source.Certificates.Why()
	}
	for _, c := range list {
		if e.Certificate != "" && s.same(c.Name, e.Certificate) {
			return c, true, ""
		}
	}
	return c, false, ""
}

func judgeEndpointCertificate(s *subject) verdict {
	return onEndpoint(s, func(s *subject, e facts.Endpoint) verdict {
		if s.failed(codeEndpointAuth) {
			return skip(codeEndpointAuth)
		}
		c, found, why := certificateOf(s, e)
		switch {
		case why != "":
			return unknown(why)
		case !found:
			return s.saw(fail("the certificate of "+e.Name+" is not in master"), facts.ProbeCertificates, "no row")
		case c.PrivateKey == "PW":
			return s.saw(fail(c.Name+": its private key is protected by a password"), facts.ProbeCertificates, c.PrivateKey)
		case c.PrivateKey == "NA":
			return s.saw(fail(c.Name+" has no private key"), facts.ProbeCertificates, c.PrivateKey)
		}
		return s.saw(pass(c.Name), facts.ProbeCertificates, c.PrivateKey)
	})
}

const day = 24 * time.Hour

func judgeValidity(s *subject, c facts.Certificate) verdict {
	value := c.NotBefore.Format(time.DateOnly) + " to " + c.NotAfter.Format(time.DateOnly)
	switch {
	case s.now.After(c.NotAfter):
		return s.saw(fail(fmt.Sprintf("%s expired on %s", c.Name, c.NotAfter.Format(time.DateOnly))), facts.ProbeCertificates, value)
	case s.now.Before(c.NotBefore):
		return s.saw(fail(fmt.Sprintf("%s is valid only from %s on", c.Name, c.NotBefore.Format(time.DateOnly))), facts.ProbeCertificates, value)
	}
	return s.saw(pass(value), facts.ProbeCertificates, value)
}

func judgeExpiry(s *subject, c facts.Certificate) verdict {
	if s.failed(codeValidity) {
		return skip(codeValidity)
	}
	left := int(c.NotAfter.Sub(s.now) / day)
	value := c.NotAfter.Format(time.DateOnly)
	if left < 90 {
		return s.saw(fail(fmt.Sprintf("%s expires in %d days, on %s", c.Name, left, value)), facts.ProbeCertificates, value)
	}
	return s.saw(pass(fmt.Sprintf("%d days left", left)), facts.ProbeCertificates, value)
}

func judgeSignature(s *subject, c facts.Certificate) verdict {
	signature, ok := c.Signature.Get()
	if !ok {
		return unknown(c.Signature.Why())
	}
	if strings.HasPrefix(signature, "MD") {
		return s.saw(fail(c.Name+": "+signature), facts.ProbeCertificates, signature)
	}
	return s.saw(pass(signature), facts.ProbeCertificates, signature)
}

func judgeKey(s *subject, c facts.Certificate) verdict {
	bits, ok := c.KeyBits.Get()
	if !ok {
		return unknown(c.KeyBits.Why())
	}
	value := fmt.Sprintf("%d bits", bits)
	if strings.Contains(c.Signature.Or("RSA"), "RSA") && bits < 2048 {
		return s.saw(fail(c.Name+": "+value), facts.ProbeCertificates, value)
	}
	return s.saw(pass(value), facts.ProbeCertificates, value)
}

func judgeCertificateName(s *subject, c facts.Certificate) verdict {
	if strings.Contains(c.Name, `\`) {
		return s.saw(fail(c.Name+" contains a backslash"), facts.ProbeCertificates, c.Name)
	}
	return s.saw(pass(c.Name), facts.ProbeCertificates, c.Name)
}
