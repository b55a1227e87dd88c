package instance

// endpointColumns are the ten columns every endpoint view begins with.
const endpointColumns = `
	name sysname
	endpoint_id int
	principal_id int?
	protocol tinyint
	protocol_desc nvarchar(60)?
	type tinyint
	type_desc nvarchar(60)?
	state tinyint?
	state_desc nvarchar(60)?
	is_admin_endpoint bit =0`

// The types of an endpoint.
const (
	tsqlEndpoint      = 2
	brokerEndpoint    = 3
	mirroringEndpoint = 4
)

// endpointViews are the endpoints.
var endpointViews = []*view{
	{
		name:    "sys.endpoints",
		columns: columns(endpointColumns),
		rows: func(r *reader) []row {
			return r.eachEndpoint(func(e *Endpoint) bool { return true }, (*reader).endpointRow)
		},
	},
	{
		name: "sys.database_mirroring_endpoints",
		columns: columns(endpointColumns + `
			role tinyint?
			role_desc nvarchar(60)?
			is_encryption_enabled bit =0
			connection_auth tinyint
			connection_auth_desc nvarchar(60)?
			certificate_id int =0
			encryption_algorithm tinyint
			encryption_algorithm_desc nvarchar(60)?`),
		rows: func(r *reader) []row {
			return r.eachEndpoint(ofType(mirroringEndpoint), func(r *reader, e *Endpoint) row {
				out := r.securedRow(e)
				out.code("role", e.Role, []string{"NONE", "PARTNER", "WITNESS", "ALL"})
				out["is_encryption_enabled"] = e.Encrypted
				return out
			})
		},
	},
	{
		name:       "sys.service_broker_endpoints",
		fromMemory: true,
		columns: columns(endpointColumns + `
			is_message_forwarding_enabled bit =0
			message_forwarding_size int =10
			connection_auth tinyint
			connection_auth_desc nvarchar(60)?
			certificate_id int =0
			encryption_algorithm tinyint
			encryption_algorithm_desc nvarchar(60)?`),
		rows: func(r *reader) []row {
			return r.eachEndpoint(ofType(brokerEndpoint), (*reader).securedRow)
		},
	},
	{
		name: "sys.tcp_endpoints",
		columns: columns(endpointColumns + `
			port int
			is_dynamic_port bit =0
			ip_address nvarchar(45)?`),
		rows: func(r *reader) []row {
			return r.eachEndpoint(func(e *Endpoint) bool { return e.Protocol == 2 }, func(r *reader, e *Endpoint) row {
				out := r.endpointRow(e)
				out["port"] = e.Port // 0 for the TSQL ones: their port is the listener's
				if e.IP != "" {
					out["ip_address"] = e.IP
				}
				return out
			})
		},
	},
}

func ofType(t int) func(*Endpoint) bool { return func(e *Endpoint) bool { return e.Type == t } }

// eachEndpoint builds a row for every endpoint of a kind that the session may see.
func (r *reader) eachEndpoint(wanted func(*Endpoint) bool, build func(*reader, *Endpoint) row) []row {
	var rows []row
	for _, e := range r.s.Endpoints {
		if wanted(e) && r.se.CanSeeEndpoint(e) {
			rows = append(rows, build(r, e))
		}
	}
	return rows
}

func (r *reader) endpointRow(e *Endpoint) row {
	out := row{"name": e.Name, "endpoint_id": e.ID, "is_admin_endpoint": e.Admin, "principal_id": 1}
	if p := r.s.principal(e.Owner); p != nil {
		out["principal_id"] = p.ID
	}
	out.code("protocol", e.Protocol, []string{"", "HTTP", "TCP", "NAMED_PIPES", "SHARED_MEMORY", "VIA"})
	out.code("type", e.Type, []string{"", "SOAP", "TSQL", "SERVICE_BROKER", "DATABASE_MIRRORING"})
	out.code("state", e.State, []string{"STARTED", "STOPPED", "DISABLED"})
	return out
}

// authWords and algorithmWords are the descriptions of connection_auth and
// encryption_algorithm (facts/tsql.md C7).
var (
	authWords = []string{"", "NTLM", "KERBEROS", "NEGOTIATE", "CERTIFICATE",
		"NTLM, CERTIFICATE", "KERBEROS, CERTIFICATE", "NEGOTIATE, CERTIFICATE",
		"CERTIFICATE, NTLM", "CERTIFICATE, KERBEROS", "CERTIFICATE, NEGOTIATE"}
	algorithmWords = []string{"NONE", "RC4", "AES", "NONE, RC4", "NONE, AES", "RC4, AES", "AES, RC4",
		"NONE, RC4, AES", "NONE, AES, RC4"}
)

// securedRow is an endpoint with its authentication and encryption.
func (r *reader) securedRow(e *Endpoint) row {
	out := r.endpointRow(e)
	out.code("connection_auth", e.Auth, authWords)
	out.code("encryption_algorithm", e.Algorithm, algorithmWords)
	if c := r.s.Databases[0].certificate(e.Certificate); c != nil {
		out["certificate_id"] = c.ID
	}
	return out
}
