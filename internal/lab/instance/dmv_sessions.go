package instance

import (
	"fmt"
	"slices"
	"strings"
)

// settingColumns are the SET options that sessions and requests show.
const settingColumns = `
	text_size int =2147483647
	language nvarchar(128)? =us_english
	date_format nvarchar(3)? =mdy
	date_first smallint =7
	quoted_identifier bit =1
	arithabort bit =0
	ansi_null_dflt_on bit =1
	ansi_defaults bit =0
	ansi_warnings bit =1
	ansi_padding bit =1
	ansi_nulls bit =1
	concat_null_yields_null bit =1
	transaction_isolation_level smallint =2
	lock_timeout int =-1
	deadlock_priority int =0
	row_count bigint =0
	prev_error int =0`

// sessionViews are sessions, connections, requests and listeners.
//
// modelled: SET options show what the login began with; only the own session and the requests
// of the process run at the moment of reading.
var sessionViews = []*view{
	{
		name:       "sys.dm_exec_sessions",
		fromMemory: true,
		columns: columns(`
			session_id smallint
			login_time datetime
			host_name nvarchar(128)?
			program_name nvarchar(128)?
			host_process_id int? =4711
			client_version int? =7
			client_interface_name nvarchar(32)?
			security_id varbinary(85)
			login_name nvarchar(128)
			nt_domain nvarchar(128)?
			nt_user_name nvarchar(128)?
			status nvarchar(30)
			context_info varbinary(128)?
			cpu_time int =0
			memory_usage int =4
			total_scheduled_time int =0
			total_elapsed_time int =0
			endpoint_id int =4
			last_request_start_time datetime
			last_request_end_time datetime?
			reads bigint =0
			writes bigint =0
			logical_reads bigint =0
			is_user_process bit =1` + settingColumns + `
			original_security_id varbinary(85)
			original_login_name nvarchar(128)
			last_successful_logon datetime?
			last_unsuccessful_logon datetime?
			unsuccessful_logons bigint?
			group_id int =2
			database_id smallint
			authenticating_database_id int? =1
			open_transaction_count int =0`),
		rows: (*reader).sessions,
	},
	{
		name: "sys.dm_exec_connections", state: securityState,
		fromMemory: true,
		columns: columns(`
			session_id int?
			most_recent_session_id int?
			connect_time datetime
			net_transport nvarchar(40) =TCP
			protocol_type nvarchar(40)? =TSQL
			protocol_version int?
			endpoint_id int? =4
			encrypt_option nvarchar(40)
			auth_scheme nvarchar(40)
			node_affinity smallint =0
			num_reads int? =1
			num_writes int? =1
			last_read datetime?
			last_write datetime?
			net_packet_size int?
			client_net_address varchar(48)?
			client_tcp_port int?
			local_net_address varchar(48)?
			local_tcp_port int?
			connection_id uniqueidentifier
			parent_connection_id uniqueidentifier?
			most_recent_sql_handle varbinary(64)?`),
		rows:     (*reader).connections,
		modelled: "needs the security half of VIEW SERVER STATE on 2022",
	},
	{
		name:       "sys.dm_exec_requests",
		fromMemory: true,
		columns: columns(`
			session_id smallint
			request_id int =0
			start_time datetime
			status nvarchar(30)
			command nvarchar(32)
			sql_handle varbinary(64)?
			statement_start_offset int? =0
			statement_end_offset int? =-1
			plan_handle varbinary(64)?
			database_id smallint
			user_id int =1
			connection_id uniqueidentifier?
			blocking_session_id smallint? =0
			wait_type nvarchar(60)?
			wait_time int =0
			last_wait_type nvarchar(60) =MEMORY_ALLOCATION_EXT
			wait_resource nvarchar(256)
			open_transaction_count int =0
			open_resultset_count int =1
			transaction_id bigint =0
			context_info varbinary(128)?
			percent_complete real
			estimated_completion_time bigint =0
			cpu_time int =0
			total_elapsed_time int =0
			scheduler_id int? =0
			task_address varbinary(8)?
			reads bigint =0
			writes bigint =0
			logical_reads bigint =0` + settingColumns + `
			nest_level int =0
			granted_query_memory int =0
			executing_managed_code bit =0
			group_id int =2
			query_hash binary(8)?
			query_plan_hash binary(8)?
			statement_sql_handle varbinary(64)? @13
			statement_context_id bigint? @13
			dop int =1 @13
			parallel_worker_count int? @13
			external_script_request_id uniqueidentifier? @13
			is_resumable bit =0 @14
			page_resource binary(8)? @15
			page_server_reads bigint =0 @15
			dist_statement_id uniqueidentifier @16`),
		rows: (*reader).requests,
	},
	{
		name: "sys.dm_tcp_listener_states", state: securityState,
		fromMemory: true,
		columns: columns(`
			listener_id int
			ip_address nvarchar(48)
			is_ipv4 bit =1
			port int
			type smallint
			type_desc nvarchar(20)
			state smallint =0
			state_desc nvarchar(16) =ONLINE
			start_time datetime`),
		rows:     (*reader).listening,
		modelled: "needs the security half of VIEW SERVER STATE on 2022; IPv4 only",
	},
}

// eachSession yields the sessions by id: all of them with VIEW SERVER STATE or its
// performance half, else the own one.
func (r *reader) eachSession(build func(*Session)) {
	all := r.se.HasServer(r.s.statePermission(performanceState))
	var ids []int
	for id := range r.s.sessions {
		if all || id == r.se.spid {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		build(r.s.sessions[id])
	}
}

func (r *reader) sessions() []row {
	var rows []row
	r.eachSession(func(se *Session) {
		out := row{"session_id": se.spid, "login_time": se.since, "login_name": se.login, "security_id": r.loginSID(se.login),
			"original_login_name": se.original, "original_security_id": r.loginSID(se.original),
			"status": "sleeping", "last_request_start_time": se.since, "last_request_end_time": se.since, "database_id": 0}
		if se == r.se {
			out["status"], out["last_request_start_time"] = "running", r.now
		}
		if d := r.s.database(se.database); d != nil {
			out["database_id"] = d.ID
		}
		out["arithabort"] = se.options&arithAbort != 0
		out.text("host_name", se.request.Host)
		out.text("program_name", se.request.Program)
		out.text("client_interface_name", se.request.Interface)
		rows = append(rows, out)
	})
	return rows
}

func (r *reader) loginSID(login string) []byte {
	if p := r.s.principal(login); p != nil {
		return r.s.sid(p)
	}
	return []byte{}
}

func (r *reader) connections() []row {
	var rows []row
	r.eachSession(func(se *Session) {
		q := se.request
		out := row{"session_id": se.spid, "most_recent_session_id": se.spid, "connect_time": se.since, "encrypt_option": "FALSE",
			"auth_scheme": "SQL", "last_read": se.since, "last_write": se.since, "net_packet_size": q.PacketSize,
			"client_net_address": clientAddress(q), "client_tcp_port": q.Port, "protocol_version": int64(q.TDSVersion),
			"local_net_address": r.s.localAddress(q), "local_tcp_port": r.s.localPort(q),
			"connection_id": r.s.guid("connection", fmt.Sprint(se.spid), se.since.String())}
		if q.Encrypted {
			out["encrypt_option"] = "TRUE"
		}
		rows = append(rows, out)
	})
	return rows
}

func (s *Server) localAddress(q LoginRequest) string {
	if q.UsedAddress != "" {
		return q.UsedAddress
	}
	return s.Host.Address
}

func (s *Server) localPort(q LoginRequest) int {
	if q.UsedPort != 0 {
		return q.UsedPort
	}
	return s.Settings.Port
}

// requests are the batch that reads the view and what the process does on the side.
func (r *reader) requests() []row {
	rows := []row{{"session_id": r.se.spid, "start_time": r.now, "status": "running", "command": "SELECT",
		"database_id": r.db.ID, "wait_resource": "", "percent_complete": 0.0,
		"arithabort":        r.se.options&arithAbort != 0,
		"dist_statement_id": r.s.guid("statement", fmt.Sprint(r.se.spid))}}
	if !r.se.HasServer(r.s.statePermission(performanceState)) {
		return rows
	}
	for _, q := range r.s.Process.Requests {
		out := row{"session_id": q.SPID, "start_time": q.Started, "status": q.Status, "command": q.Command,
			"database_id": q.DatabaseID, "wait_resource": "", "percent_complete": q.Percent,
			"estimated_completion_time": q.Remaining.Milliseconds(),
			"total_elapsed_time":        min(r.now.Sub(q.Started).Milliseconds(), maxInt),
			"dist_statement_id":         r.s.guid("statement", fmt.Sprint(q.SPID))}
		out.text("wait_type", q.Wait)
		out.text("last_wait_type", q.Wait)
		rows = append(rows, out)
	}
	return rows
}

// listening are the ports: T-SQL and every started mirroring endpoint.
func (r *reader) listening() []row {
	rows := []row{{"listener_id": 1, "ip_address": "0.0.0.0", "port": r.s.Settings.Port, "type": 0, "type_desc": "TSQL",
		"start_time": r.s.Process.StartedAt}}
	for _, e := range r.s.Endpoints {
		if e.Type != mirroringEndpoint || e.State != 0 {
			continue
		}
		address := e.IP
		if address == "" || strings.EqualFold(address, "ALL") {
			address = "0.0.0.0"
		}
		rows = append(rows, row{"listener_id": len(rows) + 1, "ip_address": address, "port": e.Port, "type": 2,
			"type_desc": "DATABASE_MIRRORING", "start_time": r.s.Process.StartedAt})
	}
	return rows
}
