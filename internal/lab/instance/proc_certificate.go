package instance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// issuerParams are the certificate id and the DNS name pattern, positional in all scripts.
//
// modelled: their names.
var issuerParams = []engine.ProcParam{
	required("@certificate_id", value.IntT), required("@dns_name", value.NVarCharN(256)),
}

// certificateProcedures exist on builds that know the link only; elsewhere they are 2812.
var certificateProcedures = []procedure{
	{name: "sp_certificate_add_issuer", params: issuerParams, exists: (*Server).linkCapable, run: (*action).addIssuer},
	{name: "sp_certificate_remove_issuer", params: issuerParams, exists: (*Server).linkCapable, run: (*action).removeIssuer},
	{name: "sp_get_endpoint_certificate", params: []engine.ProcParam{required("@endpoint_type", value.IntT)},
		exists: (*Server).linkCapable, run: (*action).endpointCertificateOut},
	{name: "sp_validate_certificate_ca_chain", params: issuerParams[:1], exists: (*Server).linkCapable, run: (*action).validateChain},
	{name: "sp_multidb_milink", params: []engine.ProcParam{defaulted("@enable", value.BitT, nil)},
		exists: (*Server).knowsMultiDatabase, run: (*action).multiDatabase},
}

// issuerCertificate finds the certificate of the call.
func (a *action) issuerCertificate(args arguments) (*Certificate, error) {
	id, _ := args.number("@certificate_id")
	d := a.database()
	c := d.certificateByID(id)
	if c == nil || !a.se.CanSeeCertificate(d, c) {
		return nil, cannotFind("find", "certificate", strconv.Itoa(id))
	}
	if !a.se.HasCertificate(d, c, "CONTROL") {
		return nil, fault(15247)
	}
	return c, nil
}

// addIssuer trusts a root certificate for endpoint certificates of a DNS name. A second
// call with the same pair is an error.
//
// modelled: the number; only a part of the text is known (facts D6).
func (a *action) addIssuer(args arguments) (int32, error) {
	c, err := a.issuerCertificate(args)
	if err != nil {
		return 1, err
	}
	dns := args.text("@dns_name")
	if dns == "" {
		return 1, fault(15223, "@dns_name")
	}
	if containsName(c.TrustedIssuers, dns) {
		return 1, &message.Message{Number: 50000, Class: 16, State: 1, Text: fmt.Sprintf(
			"The certificate '%s' has been already added as a trusted issuer for DNS name '%s'.", c.Name, dns)}
	}
	c.TrustedIssuers = append(c.TrustedIssuers, dns)
	return 0, nil
}

// removeIssuer takes the trust back.
//
// modelled: 15165 for a pair that is not there.
func (a *action) removeIssuer(args arguments) (int32, error) {
	c, err := a.issuerCertificate(args)
	if err != nil {
		return 1, err
	}
	dns := args.text("@dns_name")
	if !containsName(c.TrustedIssuers, dns) {
		return 1, fault(15165, dns)
	}
	c.TrustedIssuers = slices.DeleteFunc(slices.Clone(c.TrustedIssuers), func(n string) bool { return strings.EqualFold(n, dns) })
	return 0, nil
}

// endpointCertificateOut returns the public key certificate of an endpoint type: 4 for
// database mirroring, NULL for a number that is no type.
func (a *action) endpointCertificateOut(args arguments) (int32, error) {
	kind, _ := args.number("@endpoint_type")
	cols := []engine.Column{column("EndpointCertificatePublicKey", value.VarBinaryN(value.Max))}
	if kind != 3 && kind != endpointMirroring {
		a.result(cols, [][]any{{nil}})
		return 0, nil
	}
	for _, e := range a.s.Endpoints {
		if e.Type != kind || !a.se.CanSeeEndpoint(e) {
			continue
		}
		c := a.s.database("master").certificate(e.Certificate)
		if c == nil {
			return 1, fault(47506, endpointTypeName(kind))
		}
		a.result(cols, [][]any{{c.DER}})
		return 0, nil
	}
	return 1, fault(47505, endpointTypeName(kind))
}

func endpointTypeName(kind int) string {
	if kind == 3 {
		return "SERVICE_BROKER"
	}
	return "DATABASE_MIRRORING"
}

// validateChain checks that an endpoint certificate leads to a trusted root. It asks the
// host, which asks the Internet about revocation: without that it fails on a good chain.
//
// modelled: a chain is good when a certificate of master is trusted for the certificate's
// name and neither is expired; 15296 stands for a bad one.
func (a *action) validateChain(args arguments) (int32, error) {
	id, _ := args.number("@certificate_id")
	d := a.database()
	c := d.certificateByID(id)
	if c == nil || !a.se.CanSeeCertificate(d, c) {
		return 1, cannotFind("find", "certificate", strconv.Itoa(id))
	}
	if a.s.Host.NoInternet || c.Expires().Before(a.now) {
		return 1, fault(15296)
	}
	for _, root := range d.Certificates {
		if !root.Expires().Before(a.now) && root.trusts(c) {
			return 0, nil
		}
	}
	return 1, fault(15296)
}

// trusts tells whether the certificate is an issuer for one of the other's DNS names.
func (c *Certificate) trusts(other *Certificate) bool {
	names := append(slices.Clone(other.parsed().DNSNames), other.Name)
	return slices.ContainsFunc(c.TrustedIssuers, func(pattern string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return matchesDNS(pattern, name) })
	})
}

// matchesDNS matches *.suffix against a name below that suffix, and a plain name as it is.
func matchesDNS(pattern, name string) bool {
	suffix, wild := strings.CutPrefix(pattern, "*")
	if !wild {
		return strings.EqualFold(pattern, name)
	}
	if len(name) <= len(suffix) {
		return false
	}
	return strings.EqualFold(name[len(name)-len(suffix):], suffix)
}

// knowsMultiDatabase tells whether the build has sp_multidb_milink: 2022 CU27, 2025 CU9,
// Enterprise and Developer only.
//
// modelled: the build of 2022 CU27; the newest one known is CU26, 16.0.4265.
func (s *Server) knowsMultiDatabase() bool {
	b := s.Identity.Build
	recent := b.Major == 16 && b.Build > 4265 || b.Major == 17 && b.Build >= 5005 || b.Major > 17
	return recent && s.Identity.Edition.Engine == 3
}

// multiDatabase switches multi-database links on or off, or tells which it is. It cannot
// change while a link is there.
//
// modelled: 47504 for that, and the column name.
func (a *action) multiDatabase(args arguments) (int32, error) {
	set, given := args.number("@enable")
	if !given {
		a.result([]engine.Column{column("multidb_milink", value.IntT)}, [][]any{{oneIf(a.s.Settings.MultiDatabaseLink)}})
		return 0, nil
	}
	if !a.se.IsSysadmin() {
		return 1, fault(15247)
	}
	for _, g := range a.s.Groups {
		if g.Distributed && a.s.linked(g) {
			return 1, fault(47504, g.Name)
		}
	}
	a.s.Settings.MultiDatabaseLink = set == 1
	return 0, nil
}
