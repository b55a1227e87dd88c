package instance

import (
	"time"
)

// populate fills an instance so that every view has a row to show.
func populate(s *Server) {
	master := s.Databases[0]
	master.MasterKey = &MasterKey{Created: installed, ByServiceKey: true, Algorithm: "AES_256"}
	d := addDatabase(s, "Sales")
	d.MasterKey = &MasterKey{Created: installed, ByServiceKey: true, Algorithm: "AES_256"}
	d.Certificates = internalCertificates()[:1]
	d.LastLogBackupLSN, d.DiffBaseLSN = logStart+100, logStart+50
	d.Encryption = &EncryptionKey{State: 3, Thumbprint: make([]byte, 20), EncryptorType: "CERTIFICATE", Algorithm: "AES_256", Created: installed, Set: installed}
	d.AsymmetricKeys = []*AsymmetricKey{{ID: 256, Name: "vault", Thumbprint: make([]byte, 20), KeyLength: 2048, Provider: s.guid("provider")}}
	d.Users = append(d.Users, &User{ID: 5, Name: "app", Login: "app", Type: "S", Roles: []string{"db_datareader"}})
	d.Grants = append(d.Grants, Grant{Permission: "SELECT", State: "D", To: "app", Class: "SCHEMA", Securable: "dbo"})
	s.Principals = append(s.Principals, &Principal{ID: 270, Name: "app", Type: "S", Created: installed})
	s.Endpoints = append(s.Endpoints, &Endpoint{ID: 65536, Name: "mirroring", Owner: "sa", Protocol: 2, Type: 4, Port: 5022,
		Role: 3, Encrypted: true, Auth: 4, Algorithm: 2})
	s.Process.HADR = true
	s.Host.Cluster = &Cluster{Name: "wsfc", Nodes: []string{s.Host.Name}}
	s.Locks = append(s.Locks, AppLock{Database: "Sales", Resource: "one at a time", Mode: "Exclusive", SPID: 51, Session: true, Count: 2})
	populateGroups(s, d)
	populateHistory(s, d)
}

func populateGroups(s *Server, d *Database) {
	group := &Group{ID: s.guid("ag"), Name: "AG_Sales", ClusterType: "WSFC", Databases: []string{"Sales"},
		BackupPreference: "SECONDARY", Listener: &GroupListener{ID: s.guid("listener"), Name: "listener", Port: 1433},
		Replicas: []*Replica{{ID: s.guid("replica"), ServerName: s.Identity.ServerName, EndpointURL: "TCP://sql01:5022",
			Availability: 1, Failover: 1, AllowPrimary: 2, AllowSecondary: 2, SessionTimeout: 10, Local: true, Role: 1,
			Connected: true, Health: 2, Created: installed}}}
	link := &Group{ID: s.guid("dag"), Name: "DAG_Sales", Distributed: true, Replicas: []*Replica{
		{ID: s.guid("near"), ServerName: "AG_Sales", EndpointURL: "TCP://sql01:5022", Local: true, Role: 1, Health: 2, Created: installed, Failover: 1},
		{ID: s.guid("far"), ServerName: "AG_mi", EndpointURL: "tcp://mi.example:5022;Server=[mi]", Role: 2, Failover: 1, Created: installed,
			LastError: 10060, LastErrorText: "timed out"},
	}}
	id, db := group.ID, s.guid("group database")
	d.GroupID, d.GroupDBID = &id, &db
	s.Groups = append(s.Groups, group, link)
	s.Process.Replicas = append(s.Process.Replicas, &DatabaseReplica{GroupID: link.ID, ReplicaID: link.Replicas[1].ID,
		DatabaseID: d.ID, GroupDBID: db, State: 1, Health: 2, HardenedLSN: logStart + 90, SendQueueKB: 12, At: installed, LagSeconds: 3, LagKnown: true})
	s.Process.Seedings = append(s.Process.Seedings, &Seeding{Operation: s.guid("seeding"), Remote: s.guid("remote"), GroupID: link.ID,
		GroupDBID: db, ReplicaID: link.Replicas[1].ID, DatabaseID: d.ID, Database: d.Name, Machine: "mi", Role: "Source",
		State: "SEEDING", Internal: "ReadingAndSendingData", Running: true, Started: installed, Rate: 1 << 20, Transferred: 1 << 30, Size: 4 << 30, Attempts: 1})
	s.Process.Requests = append(s.Process.Requests, &Request{SPID: 60, Command: "VDI_CLIENT_WORKER", Status: "running", DatabaseID: d.ID,
		Percent: 25, Started: installed, Remaining: time.Minute, Wait: "BACKUPIO"})
}

func populateHistory(s *Server, d *Database) {
	s.Backups = append(s.Backups, &Backup{ID: 1, Database: d.Name, ServerName: s.Identity.ServerName, Type: "D", Checksums: true,
		Compressed: true, Start: installed, Finish: installed.Add(time.Minute), FirstLSN: logStart, LastLSN: logStart + 40, Size: 90 << 20,
		Recovery: "FULL", FamilyGUID: d.FamilyGUID, Device: `C:\backup\Sales.bak`, DBCreated: d.Created, User: "sa", SetGUID: s.guid("set")})
	job := &Job{ID: s.guid("job"), Name: "Log backups", Enabled: true, Owner: "sa", Created: installed, Scheduled: true, Targeted: true,
		Category: "Database Maintenance", Started: installed, Stopped: installed.Add(time.Hour),
		Steps: []JobStep{{Name: "backup", Subsystem: "TSQL", Command: "BACKUP LOG Sales TO DISK = 'x'", Database: "master", UID: s.guid("step"),
			Log: "done", LogAt: installed, LastOutcome: 1}}}
	s.Jobs = append(s.Jobs, job)
	s.JobRuns = append(s.JobRuns, JobRun{ID: 1, JobID: job.ID, StepName: "(Job outcome)", Message: "The job succeeded.", Status: 1,
		At: installed, Duration: 75 * time.Second})
}
