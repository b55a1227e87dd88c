package instance

import (
	"encoding/hex"
	"fmt"
)

// lockViews hold the locks of the instance.
var lockViews = []*view{
	{
		name: "sys.dm_tran_locks", state: performanceState,
		fromMemory: true,
		columns: columns(`
			resource_type nvarchar(60)
			resource_subtype nvarchar(60)
			resource_database_id int
			resource_description nvarchar(256)
			resource_associated_entity_id bigint? =0
			resource_lock_partition int =0
			request_mode nvarchar(60)
			request_type nvarchar(60) =LOCK
			request_status nvarchar(60) =GRANT
			request_reference_count smallint
			request_lifetime int =0
			request_session_id int
			request_exec_context_id int =0
			request_request_id int =0
			request_owner_type nvarchar(60)
			request_owner_id bigint? =0
			request_owner_guid uniqueidentifier?
			request_owner_lockspace_id nvarchar(32)
			lock_owner_address varbinary(8)`),
		rows:     (*reader).locks,
		modelled: "database and application locks only; the hash in the description is not SQL Server's",
	},
}

// shortModes are the short words of the modes an application lock can have.
var shortModes = map[string]string{"Exclusive": "X", "Shared": "S", "Update": "U", "IntentExclusive": "IX", "IntentShared": "IS"}

// locks are the shared lock every session has on its database and the application locks.
func (r *reader) locks() []row {
	var rows []row
	r.eachSession(func(se *Session) {
		d := r.s.database(se.database)
		if d != nil && d.ID > 2 {
			rows = append(rows, row{"resource_type": "DATABASE", "resource_subtype": "", "resource_database_id": d.ID,
				"resource_description": "", "request_mode": "S", "request_reference_count": 1, "request_session_id": se.spid,
				"request_owner_type": "SHARED_TRANSACTION_WORKSPACE", "request_owner_lockspace_id": "", "lock_owner_address": []byte{}})
		}
	})
	for _, l := range r.s.Locks {
		rows = append(rows, r.applicationLock(l))
	}
	return rows
}

// applicationLock describes its resource as principal id, the first 32 characters of the
// name and a hash.
func (r *reader) applicationLock(l AppLock) row {
	out := row{"resource_type": "APPLICATION", "resource_subtype": "", "request_mode": shortModes[l.Mode],
		"request_reference_count": max(1, l.Count), "request_session_id": l.SPID, "request_owner_type": "TRANSACTION",
		"request_owner_lockspace_id": "", "lock_owner_address": []byte{}, "resource_database_id": 0}
	if l.Session {
		out["request_owner_type"] = "SESSION"
	}
	name := []rune(l.Resource)
	hash := hex.EncodeToString(r.s.digest("lock", l.Resource)[:4])
	out["resource_description"] = fmt.Sprintf("0:[%s]:(%s)", string(name[:min(32, len(name))]), hash)
	if d := r.s.database(l.Database); d != nil {
		out["resource_database_id"] = d.ID
	}
	return out
}
