package rules

import (
	"fmt"
	"strings"

	"milink/internal/facts"
)

const (
	codeEndpoint     = "MIL1030"
	codeEndpointAuth = "MIL1034"
	areaEndpoint     = "Mirroring endpoint"
)

// endpointFix is the ALTER statement of facts/link.md 2.2 step 10b, which keeps Windows
// authentication for groups that use the endpoint already.
const endpointFix = "ALTER ENDPOINT [<endpoint>] STATE = STARTED AS TCP (LISTENER_PORT = <port>, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [<certificate>], ENCRYPTION = REQUIRED ALGORITHM AES);\nOptions left out fall back to their defaults, and groups on the endpoint reconnect."

func endpointRules() []Rule {
	endpoint := func(code, slug, title, expected, why, fix string, judge func(*subject, facts.Endpoint) verdict) Rule {
		return Rule{
			Code: code, Slug: slug, Area: areaEndpoint, Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title: title, Expected: expected, Why: why, Fix: fix, Steps: []string{"alter-endpoint"},
			Reads: []string{"source.endpoints"}, Docs: docs(scriptsLink, endpointPage),
			judge: func(s *subject) verdict { return onEndpoint(s, judge) },
		}
	}
	port := endpoint("MIL1036", "endpoint-port", "The endpoint's port is its own",
		"5022 for the default instance, another port for a named instance",
		"On a host with several instances only one can listen on 5022; the article reserves it for the default instance. Firewalls and the link must be told the port that is really used.",
		"ALTER ENDPOINT [<endpoint>] AS TCP (LISTENER_PORT = <free_port>, LISTENER_IP = ALL) with every other option repeated, and open that port instead of 5022; or keep 5022 if no other instance runs on this host.", judgeEndpointPort)
	port.Severity = Warning
	port.Reads = append(port.Reads, "source.identity.instanceName")
	return []Rule{
		{
			Code: codeEndpoint, Slug: "endpoint-exists", Area: areaEndpoint, Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The instance has a database mirroring endpoint",
			Expected: "one database mirroring endpoint",
			Why:      "The managed instance connects to this endpoint; an instance can have only one, which the link shares with other availability groups.",
			Fix:      "USE master;\nCREATE CERTIFICATE [<certificate>] WITH SUBJECT = 'Certificate for the mirroring endpoint', EXPIRY_DATE = '<yyyymmdd>';\nCREATE ENDPOINT database_mirroring_endpoint STATE = STARTED AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [<certificate>], ENCRYPTION = REQUIRED ALGORITHM AES);\nThe certificate needs the master key first. A named instance takes another port than 5022.",
			Steps:    []string{"create-endpoint-certificate", "create-endpoint"},
			Reads:    []string{"source.endpoints"},
			Docs:     docs(scriptsLink, endpointPage), judge: judgeEndpointExists,
		},
		endpoint("MIL1031", "endpoint-started", "The endpoint is started", "state STARTED",
			"A stopped endpoint refuses every connection; replicas stay disconnected (Msg 35204 in the error log).",
			"ALTER ENDPOINT [<endpoint>] STATE = STARTED;", judgeEndpointStarted),
		endpoint("MIL1032", "endpoint-role", "The endpoint may be a partner", "role ALL (PARTNER serves too)",
			"An endpoint with role WITNESS or NONE takes no part in availability groups.", endpointFix, judgeEndpointRole),
		endpoint("MIL1033", "endpoint-encryption", "The endpoint encrypts with AES", "encryption on, algorithm AES",
			"The managed instance speaks AES only. Two sides without a common algorithm never connect (Msg 35250 or 1474).", endpointFix, judgeEndpointEncryption),
		endpoint(codeEndpointAuth, "endpoint-authentication", "The endpoint accepts certificates", "authentication includes CERTIFICATE",
			"There is no Windows authentication between SQL Server and a managed instance. An endpoint can offer both: Windows for its groups, a certificate for the link.",
			endpointFix, judgeEndpointAuth),
		endpointPortWished(),
		port,
		{
			Code: "MIL1037", Slug: "endpoint-connect-right", Area: areaEndpoint, Severity: Warning, Gates: onCreate(), Scope: PerInstance,
			Title:    "Nobody is denied the right to connect to the endpoint",
			Expected: "no DENY CONNECT on the endpoint",
			Why:      "The link itself trusts by certificate chain and needs no login, but a DENY stops replicas that sign in through a login (Msg 35250), and a DENY to public stops all of them.",
			Fix:      "REVOKE CONNECT ON ENDPOINT::[<endpoint>] FROM [<grantee>];",
			Steps:    []string{"grant-endpoint-connect"},
			Reads:    []string{"source.endpoints", "source.endpointRights"},
			Docs:     docs(scriptsLink, endpointPage), judge: judgeEndpointRights,
		},
	}
}

// endpointPortWished compares the endpoint with source.endpoint.port of milink.yaml.
func endpointPortWished() Rule {
	return Rule{
		Code: "MIL1035", Slug: "endpoint-port-wished", Area: areaEndpoint, Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
		Title:    "The endpoint listens where milink.yaml says",
		Expected: "the port of source.endpoint in milink.yaml",
		Why:      "The managed instance is told the port of milink.yaml. If nothing listens there, the link fails with 41962 or 41986 after minutes of silence.",
		Fix:      "Write the endpoint's port into source.endpoint.port of milink.yaml, or move the endpoint.",
		Steps:    []string{"alter-endpoint"},
		Reads:    []string{"source.endpoints"},
		Docs:     docs(scriptsLink),
		judge: func(s *subject) verdict {
			if s.wishes.Port == 0 {
				return skip("no source.endpoint in milink.yaml")
			}
			return onEndpoint(s, judgePortWished)
		},
	}
}

func judgeEndpointExists(s *subject) verdict {
	if s.wishes.Route == "arc" {
		return skip("route is arc: the service makes the endpoint itself")
	}
	list, ok := s.source.Endpoints.Get()
	switch {
	case !ok:
		return unknown(s.source.Endpoints.Why())
	case len(list) == 0:
		return s.saw(fail("no database mirroring endpoint"), facts.ProbeEndpoints, "no row")
	}
	e := list[0]
	return s.saw(pass(fmt.Sprintf("%s%s", e.Name, onPort(e))), facts.ProbeEndpoints, e.Name)
}

func onPort(e facts.Endpoint) string {
	if p, ok := e.Port.Get(); ok {
		return fmt.Sprintf(" on port %d", p)
	}
	return ""
}

// onEndpoint judges the endpoint if there is one to judge.
func onEndpoint(s *subject, judge func(*subject, facts.Endpoint) verdict) verdict {
	list, ok := s.source.Endpoints.Get()
	switch {
	case !ok:
		return unknown(s.source.Endpoints.Why())
	case len(list) == 0:
		return skip(codeEndpoint)
	}
	return judge(s, list[0])
}

func judgeEndpointStarted(s *subject, e facts.Endpoint) verdict {
	if e.State != "STARTED" {
		return s.saw(fail(e.Name+" is "+e.State), facts.ProbeEndpoints, e.State)
	}
	return s.saw(pass(e.State), facts.ProbeEndpoints, e.State)
}

func judgeEndpointRole(s *subject, e facts.Endpoint) verdict {
	if e.Role != "ALL" && e.Role != "PARTNER" {
		return s.saw(fail(e.Name+" has role "+e.Role), facts.ProbeEndpoints, e.Role)
	}
	return s.saw(pass("role "+e.Role), facts.ProbeEndpoints, e.Role)
}

func judgeEndpointEncryption(s *subject, e facts.Endpoint) verdict {
	switch {
	case !e.Encrypted:
		return s.saw(fail(e.Name+" does not encrypt"), facts.ProbeEndpoints, "is_encryption_enabled = 0")
	case !strings.Contains(e.Algorithm, "AES"):
		return s.saw(fail(e.Name+" offers "+e.Algorithm), facts.ProbeEndpoints, e.Algorithm)
	}
	return s.saw(pass(e.Algorithm), facts.ProbeEndpoints, e.Algorithm)
}

func judgeEndpointAuth(s *subject, e facts.Endpoint) verdict {
	if !strings.Contains(e.Authentication, "CERTIFICATE") {
		return s.saw(fail(e.Name+" accepts "+e.Authentication+" only"), facts.ProbeEndpoints, e.Authentication)
	}
	return s.saw(pass(e.Authentication), facts.ProbeEndpoints, e.Authentication)
}

func judgePortWished(s *subject, e facts.Endpoint) verdict {
	port, ok := e.Port.Get()
	if !ok {
		return unknown(e.Port.Why())
	}
	value := fmt.Sprint(port)
	if port != s.wishes.Port {
		return s.saw(fail(fmt.Sprintf("%s listens on %d, milink.yaml says %d", e.Name, port, s.wishes.Port)), facts.ProbeEndpoints, value)
	}
	return s.saw(pass(value), facts.ProbeEndpoints, value)
}

func judgeEndpointPort(s *subject, e facts.Endpoint) verdict {
	port, ok := e.Port.Get()
	if !ok {
		return unknown(e.Port.Why())
	}
	instance, ok := s.source.Identity.InstanceName.Get()
	if !ok {
		return unknown(s.source.Identity.InstanceName.Why())
	}
	value := fmt.Sprint(port)
	if instance != "" && port == 5022 {
		return s.saw(fail(fmt.Sprintf("named instance %s listens on 5022", instance)), facts.ProbeEndpoints, value)
	}
	return s.saw(pass("port "+value), facts.ProbeEndpoints, value)
}

func judgeEndpointRights(s *subject) verdict {
	return onEndpoint(s, func(s *subject, e facts.Endpoint) verdict {
		rights, ok := s.source.EndpointRights.Get()
		if !ok {
			return unknown(s.source.EndpointRights.Why())
		}
		var denied []string
		for _, r := range rights {
			if s.same(r.Endpoint, e.Name) && r.State == "D" {
				denied = append(denied, r.Grantee)
			}
		}
		value := fmt.Sprintf("%d permissions", len(rights))
		if len(denied) > 0 {
			return s.saw(fail("CONNECT is denied to "+strings.Join(denied, ", ")), facts.ProbeRights, value)
		}
		return s.saw(pass("no DENY"), facts.ProbeRights, value)
	})
}
