package instance

import (
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// backup carries out BACKUP DATABASE and BACKUP LOG. Whatever fails ends with 3013 and
// leaves 3041 in the error log.
func (a *action) backup(st *syntax.Backup) error {
	b, err := a.prepareBackup(st)
	if err == nil {
		err = a.writeBackup(st, b)
	}
	if err != nil {
		a.s.logMessage("Backup", 3041, st.Verb()+" "+st.Database.Literal)
		return followed(err, fault(3013, st.Verb()))
	}
	return nil
}

// prepareBackup checks everything that does not depend on the device and fills the row for
// the history.
func (a *action) prepareBackup(st *syntax.Backup) (*Backup, error) {
	d := a.s.database(st.Database.Literal)
	if d == nil {
		return nil, fault(911, st.Database.Literal)
	}
	if !a.se.HasDatabase(d, st.Verb()) {
		return nil, fault(262, st.Verb(), d.Name)
	}
	if err := a.azureBackup(st); err != nil {
		return nil, err
	}
	if err := checkBackupOptions(st.Options); err != nil {
		return nil, err
	}
	kind := "D"
	switch {
	case st.Log:
		kind = "L"
	case given(st.Options, "DIFFERENTIAL"):
		kind = "I"
	}
	if err := a.backupAllowed(d, kind, given(st.Options, "COPY_ONLY")); err != nil {
		return nil, err
	}
	if err := a.compressionAllowed(st.Options); err != nil {
		return nil, err
	}
	if err := a.encryptionAllowed(st.Options); err != nil {
		return nil, err
	}
	return a.backupRow(d, kind, st.Options), nil
}

// azureBackup keeps a managed instance to copy-only backups to a URL.
func (a *action) azureBackup(st *syntax.Backup) error {
	if !a.s.Identity.ManagedAzure {
		return nil
	}
	for _, device := range st.Devices {
		if device.Kind != "URL" {
			return fault(41901, "DISK")
		}
	}
	if !given(st.Options, "COPY_ONLY") {
		return fault(41904)
	}
	return nil
}

// checkBackupOptions refuses pairs that contradict each other (3031).
func checkBackupOptions(options []syntax.WithOption) error {
	for _, pair := range [][2]string{
		{"CHECKSUM", "NO_CHECKSUM"}, {"COMPRESSION", "NO_COMPRESSION"}, {"INIT", "NOINIT"},
		{"FORMAT", "NOFORMAT"}, {"SKIP", "NOSKIP"}, {"COPY_ONLY", "DIFFERENTIAL"},
		{"STOP_ON_ERROR", "CONTINUE_AFTER_ERROR"}, {"FORMAT", "NOINIT"},
	} {
		if given(options, pair[0]) && given(options, pair[1]) {
			return fault(3031, strings.ToLower(pair[0]), strings.ToLower(pair[1]))
		}
	}
	return nil
}

// backupAllowed checks the database: its kind, its state and, for logs and differentials,
// that there is something to start from.
func (a *action) backupAllowed(d *Database, kind string, copyOnly bool) error {
	switch {
	case d.Name == "tempdb":
		return fault(3147)
	case d.SnapshotOf != 0:
		return fault(3002)
	case d.Name == "master" && kind == "L":
		return fault(4212)
	case d.Name == "master" && kind != "D":
		return fault(3024)
	}
	if closed := a.s.closedForBackup(d); closed != nil {
		return closed
	}
	switch {
	case kind == "L" && d.Recovery == "SIMPLE":
		return fault(4208, "BACKUP LOG")
	case kind == "L" && d.LastLogBackupLSN == 0 && !copyOnly:
		return fault(4214)
	case kind == "L" && d.LastLogBackupLSN == 0:
		return fault(4214)
	case kind == "I" && d.DiffBaseLSN == 0:
		return fault(3035, d.Name)
	}
	return nil
}

// closedForBackup is why a database cannot be backed up now, nil when it can.
func (s *Server) closedForBackup(d *Database) *message.Message {
	if d.State == "EMERGENCY" {
		return fault(3033)
	}
	if g := s.groupOf(d); g != nil && g.local() != nil && g.local().Role != 1 {
		return fault(3059)
	}
	return s.unavailable(d)
}

// compressionAllowed refuses COMPRESSION where the edition lacks it (1844).
//
// modelled: Web has it from 2022 on; Express never.
func (a *action) compressionAllowed(options []syntax.WithOption) error {
	id := a.s.Identity
	web := strings.HasPrefix(id.Edition.Name, "Web") && id.Build.Major < 16
	if given(options, "COMPRESSION") && (id.Edition.Engine == 4 || web) {
		return fault(1844, "BACKUP DATABASE WITH COMPRESSION", id.Edition.Name)
	}
	return nil
}

// backupRow fills the row of msdb.dbo.backupset.
func (a *action) backupRow(d *Database, kind string, options []syntax.WithOption) *Backup {
	b := &Backup{
		Database: d.Name, ServerName: a.s.Identity.ServerName, Type: kind, DBCreated: d.Created,
		CopyOnly: given(options, "COPY_ONLY"), Checksums: a.wants(options, "CHECKSUM", "backup checksum default"),
		Compressed: a.wants(options, "COMPRESSION", "backup compression default"),
		Recovery:   strings.ReplaceAll(d.Recovery, "_", "-"), FamilyGUID: d.FamilyGUID, User: a.se.login,
		Start: a.now, DBBackupLSN: d.DiffBaseLSN, SetGUID: a.s.newGUID(),
	}
	if c := a.encryptor(options); c != nil {
		b.KeyAlgorithm, b.Encryptor = encryptionAlgorithm(options), c.Thumbprint()
	}
	if o := option(options, "NAME"); o != nil {
		b.Name = optionText(*o)
	}
	if o := option(options, "DESCRIPTION"); o != nil {
		b.Description = optionText(*o)
	}
	pages := d.usedPages()
	if kind == "L" {
		pages = logPages
	}
	b.Size = pages * 8192
	b.Finish = b.Start.Add(backupTime(pages))
	return b
}

// wants tells whether an option is on, by the statement or by the server's default.
func (a *action) wants(options []syntax.WithOption, name, setting string) bool {
	if given(options, "NO_"+name) {
		return false
	}
	return given(options, name) || a.s.Settings.Configurations[setting].InUse == 1
}

// writeBackup writes the device, then records the backup and its effect on the log chain.
func (a *action) writeBackup(st *syntax.Backup, b *Backup) error {
	d := a.s.database(b.Database)
	a.takeLSNs(d, b)
	b.ID = a.s.takeID("backup set", 1)
	b.MediaSet = a.s.takeID("media set", 1)
	if err := a.writeDevices(st, b); err != nil {
		return err
	}
	a.moveChain(d, b)
	a.s.Backups = append(a.s.Backups, b)
	a.reportProgress(st.Options)
	a.reportPages(d, b, st.Verb())
	what := map[string]string{"D": "Database backed up", "I": "Database differential changes were backed up", "L": "Log was backed up"}[b.Type]
	a.s.logf("Backup", "%s. Database: %s, creation date(time): %s, first LSN: %d, last LSN: %d. This is an informational message only. No user action is required.",
		what, d.Name, d.Created.Format("2006/01/02(15:04:05)"), b.FirstLSN, b.LastLSN)
	return nil
}

// logStep is how far one backup moves the log on.
const logStep = 32

// takeLSNs gives the backup its place in the log.
func (a *action) takeLSNs(d *Database, b *Backup) {
	if d.NextLSN == 0 {
		d.NextLSN = firstLSN
	}
	b.FirstLSN = d.NextLSN
	if b.Type == "L" {
		b.FirstLSN = d.LastLogBackupLSN
	}
	d.NextLSN += logStep
	b.LastLSN = d.NextLSN
	b.BeginsChain = b.Type == "L" && a.chainStart(d)
	if b.Type == "I" {
		b.DiffBaseLSN = d.DiffBaseLSN
	}
}

// firstLSN is where the log of a database without history begins.
const firstLSN = 34000000009600001

// chainStart tells whether no log backup of this database was taken since it was created.
func (a *action) chainStart(d *Database) bool {
	for _, b := range a.s.Backups {
		if b.Database == d.Name && b.Type == "L" && b.FamilyGUID == d.FamilyGUID {
			return false
		}
	}
	return true
}

// moveChain is what a backup does to the log chain and the differential base. A copy-only
// backup does nothing: a database that has only such ones has no chain (1475 later).
func (a *action) moveChain(d *Database, b *Backup) {
	if b.CopyOnly {
		return
	}
	switch b.Type {
	case "D":
		d.DiffBaseLSN = b.FirstLSN
		if d.Recovery != "SIMPLE" && d.LastLogBackupLSN == 0 {
			d.LastLogBackupLSN = b.FirstLSN
		}
	case "L":
		d.LastLogBackupLSN = b.LastLSN
		d.LogReuseWait = "NOTHING"
	}
}

// reportProgress sends 3211 for every step of STATS, ten percent unless a step is given.
func (a *action) reportProgress(options []syntax.WithOption) {
	o := option(options, "STATS")
	if o == nil {
		return
	}
	step := 10
	if n, err := strconv.Atoi(o.Value); err == nil && n >= 1 && n <= 100 {
		step = n
	}
	for percent := step; percent < 100; percent += step {
		a.say(fault(3211, percent))
	}
	a.say(fault(3211, 100))
}

// reportPages sends 4035 for every file and 3014 at the end.
func (a *action) reportPages(d *Database, b *Backup, verb string) {
	total := int64(0)
	for _, f := range d.Files {
		pages := f.usedPages()
		if f.Type == 1 {
			pages = logPages
		} else if b.Type == "L" {
			continue
		}
		total += pages
		a.say(fault(4035, pages, d.Name, f.Name, b.Position))
	}
	a.say(success(verb, total))
}

// success is 3014 with the time and rate of so many pages.
func success(verb string, pages int64) *message.Message {
	took := backupTime(pages)
	rate := float64(pages) * 8 / 1024 / took.Seconds()
	whole := int64(rate)
	return fault(3014, verb, pages, int64(took.Seconds()), took.Milliseconds()%1000, whole, int64((rate-float64(whole))*1000))
}
