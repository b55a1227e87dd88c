package sqlserver

import (
	"fmt"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// readDatabases reads the list and completes every database from the other answers.
func readDatabases(a answers, r rights) facts.Fact[[]facts.Database] {
	all := seen(list(a.get("source/databases"), readDatabase), r.hidesDatabases("sys.databases"))
	found, ok := all.Get()
	if !ok {
		return all
	}
	shared := readShared(a, r)
	for i := range found {
		shared.complete(&found[i], a)
	}
	return facts.Known(found)
}

// readDatabase reads what sys.databases says. Some of it is NULL for a database that is not
// online, or that AUTO_CLOSE has closed (facts/tsql.md C1).
func readDatabase(r row) facts.Database {
	d := facts.Database{
		Name: r.text("name"), ID: r.int("database_id"), State: r.text("state_desc"),
		UserAccess: r.text("user_access_desc"), Recovery: unless(r, "recovery_model_desc", row.text),
		ReadOnly: r.bool("is_read_only"), AutoClose: r.bool("is_auto_close_on"),
		Snapshot: !r.null("source_database_id"), Compatibility: unless(r, "compatibility_level", row.int),
		Collation: unless(r, "collation_name", row.text), Broker: unless(r, "is_broker_enabled", row.bool),
		Publisher: unless(r, "is_published", row.bool), LogReuseWait: r.text("log_reuse_wait_desc"),
		Accessible: r.bool("is_accessible"),
	}
	d.CDC = since(r, "is_cdc_enabled", "change data capture came with SQL Server 2008")
	d.ADR = since(r, "is_accelerated_database_recovery_on", "accelerated database recovery came with SQL Server 2019")
	d.InGroup = r.has("replica_id") && !r.null("replica_id")
	return d
}

// since reads a bit that older versions are not asked for.
func since(r row, column, young string) facts.Fact[bool] {
	if !r.has(column) {
		return facts.Unknown[bool](young)
	}
	return unless(r, column, row.bool)
}

// shared are the answers about all databases, by database.
type shared struct {
	files    byKey[int, file]
	chains   byKey[int, string]
	tde      byKey[int, facts.Encryption]
	stores   byKey[int, int]
	backups  byKey[int, facts.Backup]
	noFiles  string // why sys.master_files is not believed
	noChains string
	rights   rights
}

// byKey are rows sorted into the databases they belong to, or why there are none.
type byKey[K comparable, V any] struct {
	rows map[K][]V
	why  string
}

// sorted reads rows under the key each belongs to.
func sorted[K comparable, V any](a *answer, read func(row) (K, V)) byKey[K, V] {
	type pair struct {
		k K
		v V
	}
	all := list(a, func(r row) pair {
		k, v := read(r)
		return pair{k, v}
	})
	pairs, ok := all.Get()
	out := byKey[K, V]{rows: map[K][]V{}}
	if !ok {
		out.why = all.Why()
	}
	for _, p := range pairs {
		out.rows[p.k] = append(out.rows[p.k], p.v)
	}
	return out
}

func readShared(a answers, r rights) shared {
	return shared{
		files: sorted(a.get("source/files"), func(r row) (int, file) { return r.int("database_id"), readFile(r) }),
		chains: sorted(a.get("source/chains"), func(r row) (int, string) {
			return r.int("database_id"), r.text("last_log_backup_lsn")
		}),
		tde:    sorted(a.get("source/encryption"), readEncryption),
		stores: sorted(a.get("source/versionstore"), func(r row) (int, int) { return r.int("database_id"), r.int("pvs_filegroup_id") }),
		backups: sorted(a.get("source/backups"), func(r row) (int, facts.Backup) {
			return r.int("database_id"), readBackup(r)
		}),
		noFiles:  r.hidesFiles(),
		noChains: r.hidesDatabases("sys.database_recovery_status"),
		rights:   r,
	}
}

func readBackup(r row) facts.Backup {
	return facts.Backup{
		Finished: r.time("backup_finish_date"), CopyOnly: r.bool("is_copy_only"),
		Checksum: r.bool("has_backup_checksums"), Damaged: r.bool("is_damaged"), Snapshot: r.bool("is_snapshot"),
	}
}

func readEncryption(r row) (int, facts.Encryption) {
	e := facts.Encryption{State: r.int("encryption_state"), Thumbprint: hexUpper(r.bytes("encryptor_thumbprint"))}
	if r.has("encryptor_type") {
		e.Protector = r.text("encryptor_type")
	}
	return r.int("database_id"), e
}

func (s shared) complete(d *facts.Database, a answers) {
	d.Files = s.filesOf(d, a)
	d.Filegroups = readFilegroups(a.get(tsql.FilegroupsProbe(d.ID, d.Name).Name), d, s.rights)
	d.Chain = s.chainOf(d, a)
	d.Backups = s.backups.list(d.ID)
	d.Encryption = s.encryptionOf(d)
	d.PVSFilegroup = s.storeOf(d)
}

// list is everything under a key; none is an empty list, because the answer was complete.
func (b byKey[K, V]) list(key K) facts.Fact[[]V] {
	if b.why != "" {
		return facts.Unknown[[]V](b.why)
	}
	return facts.Known(append([]V{}, b.rows[key]...))
}

// encryptionOf: the view shows every key or fails, so that no row is no encryption.
func (s shared) encryptionOf(d *facts.Database) facts.Fact[*facts.Encryption] {
	rows, ok := s.tde.list(d.ID).Get()
	switch {
	case !ok:
		return facts.Unknown[*facts.Encryption](s.tde.why)
	case len(rows) == 0:
		return facts.Known[*facts.Encryption](nil)
	}
	return facts.Known(&rows[0])
}

func (s shared) storeOf(d *facts.Database) facts.Fact[int] {
	rows, ok := s.stores.list(d.ID).Get()
	switch {
	case !ok:
		return facts.Unknown[int](s.stores.why)
	case len(rows) == 0:
		return facts.Unknown[int]("sys.dm_tran_persistent_version_store_stats has no row for it")
	}
	return facts.Known(rows[0])
}

// chainOf: a log sequence number proves the chain. NULL stands for a chain that has not
// started, and also for a database that is not running; its state tells which, and the
// differential base tells why.
func (s shared) chainOf(d *facts.Database, a answers) facts.Fact[facts.Chain] {
	rows, ok := s.chains.list(d.ID).Get()
	switch {
	case !ok:
		return facts.Unknown[facts.Chain](s.chains.why)
	case len(rows) == 0 && s.noChains != "":
		return facts.Unknown[facts.Chain](s.noChains)
	case len(rows) == 0:
		return facts.Unknown[facts.Chain]("sys.database_recovery_status has no row for it")
	case rows[0] == "" && d.State != "ONLINE":
		return facts.Unknown[facts.Chain](fmt.Sprintf("the database is %s", d.State))
	case rows[0] == "" && closed(d):
		return facts.Unknown[facts.Chain]("AUTO_CLOSE has closed the database")
	}
	return facts.Known(facts.Chain{LastLogBackupLSN: rows[0], DifferentialBaseLSN: s.baseOf(d, a)})
}

// closed: a database that AUTO_CLOSE has closed says ONLINE; its collation gives it away.
func closed(d *facts.Database) bool { return d.AutoClose && !d.Collation.Known() }
