package syntax

func (p *parser) createEndpoint(pos Pos) Statement { return p.endpoint(pos, false) }
func (p *parser) alterEndpoint(pos Pos) Statement  { return p.endpoint(pos, true) }

// endpoint reads what follows CREATE or ALTER ENDPOINT. CREATE needs both AS and FOR.
func (p *parser) endpoint(pos Pos, alter bool) Statement {
	e := &Endpoint{Pos: pos, Alter: alter, Name: p.ident()}
	if !alter && p.word("AUTHORIZATION") {
		e.Owner = p.ident()
	}
	if p.word("STATE") {
		p.needSymbol("=")
		e.State = p.oneOf("STARTED", "STOPPED", "DISABLED")
	}
	if !alter || p.is("AS") {
		p.need("AS", "TCP")
		p.listenerTCP(e)
	}
	if !alter || p.is("FOR") {
		p.need("FOR")
		p.payload(e)
	}
	if alter && e.State == "" && !e.HasTCP && e.Payload == "" {
		p.near()
	}
	return e
}

// listenerTCP reads (LISTENER_PORT = n [, LISTENER_IP = ALL | (address)]).
func (p *parser) listenerTCP(e *Endpoint) {
	e.HasTCP = true
	p.inParens(func() {
		switch {
		case !e.HasPort && p.word("LISTENER_PORT"):
			p.needSymbol("=")
			e.Port, e.HasPort = p.integer(), true
		case e.ListenerIP == "" && p.word("LISTENER_IP"):
			p.needSymbol("=")
			e.ListenerIP = p.listenerAddress()
		default:
			p.near()
		}
	})
	if !p.failed() && !e.HasPort {
		p.nearToken(p.i - 1)
	}
}

// listenerAddress reads ALL, (1.2.3.4) or ('::1'). An unquoted address comes in pieces:
// 1.2 and .3 are numbers to the lexer.
func (p *parser) listenerAddress() string {
	if p.word("ALL") {
		return "ALL"
	}
	p.needSymbol("(")
	start := p.i
	if p.isString(p.now()) {
		s := p.literalText()
		p.needSymbol(")")
		return s
	}
	for k := p.now().kind; k == integerToken || k == decimalToken; k = p.now().kind {
		p.take()
	}
	address := p.source(start)
	if !p.failed() && !isIPv4(address) {
		p.nearToken(start)
	}
	p.needSymbol(")")
	return address
}

// isIPv4 tells four numbers up to 255 parted by points.
func isIPv4(s string) bool {
	part, parts, digits := 0, 0, 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '.' {
			if digits == 0 || part > 255 {
				return false
			}
			part, digits = 0, 0
			parts++
			continue
		}
		if !isDigit(s[i]) || digits == 3 {
			return false
		}
		part, digits = part*10+int(s[i]-'0'), digits+1
	}
	return parts == 4
}

// payload reads TSQL (), DATABASE_MIRRORING (..) or SERVICE_BROKER (..).
func (p *parser) payload(e *Endpoint) {
	e.Payload = p.oneOf("TSQL", "DATABASE_MIRRORING", "SERVICE_BROKER")
	e.PayloadGiven = true
	p.needSymbol("(")
	if e.Payload == "TSQL" || e.Payload == "SERVICE_BROKER" && p.isSymbol(0, ")") {
		p.needSymbol(")")
		return
	}
	p.list(func() { p.payloadOption(e) })
	p.needSymbol(")")
	if !p.failed() && e.Payload == "DATABASE_MIRRORING" && e.Role == "" {
		p.nearToken(p.i - 1)
	}
}

// payloadOption reads one option; the order is free, as the documentation's own scripts
// show.
func (p *parser) payloadOption(e *Endpoint) {
	switch {
	case e.Auth == nil && p.word("AUTHENTICATION"):
		p.needSymbol("=")
		p.authentication(e)
	case e.Encryption == "" && p.word("ENCRYPTION"):
		p.needSymbol("=")
		e.Encryption = p.oneOf("DISABLED", "SUPPORTED", "REQUIRED")
		if e.Encryption != "DISABLED" && p.word("ALGORITHM") {
			p.algorithms(e)
		}
	case e.Payload == "DATABASE_MIRRORING" && e.Role == "" && p.word("ROLE"):
		p.needSymbol("=")
		e.Role = p.oneOf("WITNESS", "PARTNER", "ALL")
	case e.Payload == "SERVICE_BROKER" && e.Forwarding == "" && p.word("MESSAGE_FORWARDING"):
		p.needSymbol("=")
		e.Forwarding = p.oneOf("ENABLED", "DISABLED")
	default:
		p.near()
	}
}

// authentication reads one method, or Windows and a certificate in either order.
func (p *parser) authentication(e *Endpoint) {
	e.Auth = append(e.Auth, p.authMethod())
	first := e.Auth[0].Windows != ""
	if first && p.is("CERTIFICATE") || !first && p.is("WINDOWS") {
		e.Auth = append(e.Auth, p.authMethod())
	}
}

// authMethod reads WINDOWS [NTLM|KERBEROS|NEGOTIATE] or CERTIFICATE name.
func (p *parser) authMethod() EndpointAuth {
	if p.oneOf("WINDOWS", "CERTIFICATE") == "CERTIFICATE" {
		return EndpointAuth{Certificate: p.ident()}
	}
	for _, w := range []string{"NTLM", "KERBEROS", "NEGOTIATE"} {
		if p.word(w) {
			return EndpointAuth{Windows: w}
		}
	}
	return EndpointAuth{Windows: "NEGOTIATE"}
}

// algorithms reads AES, RC4, AES RC4 or RC4 AES.
func (p *parser) algorithms(e *Endpoint) {
	first := p.oneOf("AES", "RC4")
	e.Algorithms = append(e.Algorithms, first)
	if second := map[string]string{"AES": "RC4", "RC4": "AES"}[first]; second != "" && p.word(second) {
		e.Algorithms = append(e.Algorithms, second)
	}
}

func (p *parser) dropEndpoint(pos Pos) Statement { return &DropEndpoint{Pos: pos, Name: p.ident()} }
