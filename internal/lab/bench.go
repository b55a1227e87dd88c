package lab

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/instance"
	"milink/internal/lab/message"
)

// dbaLogin is the sysadmin login of every scenario.
const dbaLogin = "lab_dba"

//go:embed roots/*.der
var roots embed.FS

// bench is where a scenario's world is built: by T-SQL that its DBA ran, and by what
// happened to the host below. The first error stops the work and finish reports it.
type bench struct {
	ctx      context.Context
	clock    Clock
	password string // of the login the scenario is about
	user     string
	server   *instance.Server
	wished   []string // databases of the scenario's milink.yaml
	backups  int      // backup files written so far
	err      error
}

// install sets the instance up and opens it for the scenario's DBA.
func (b *bench) install(o instance.Options) {
	if b.err != nil {
		return
	}
	o.Clock, o.Password, o.Seed = b.clock, b.password, 1
	b.server, b.err = instance.New(o)
	b.sql(fmt.Sprintf("CREATE LOGIN [%s] WITH PASSWORD = '%s'; ALTER SERVER ROLE sysadmin ADD MEMBER [%s];", dbaLogin, b.password, dbaLogin))
}

// sql runs batches, separated by GO lines, as sa. Any error stops the build.
func (b *bench) sql(script string) {
	if b.err != nil {
		return
	}
	session, err := b.server.Connect(instance.LoginRequest{User: "sa", Password: b.password, Host: "SETUP", Program: "scenario"})
	if err != nil {
		b.err = fmt.Errorf("log in to build the scenario: %w", err)
		return
	}
	client := session.NewClient()
	defer client.Close()
	for _, batch := range strings.Split(script, "\nGO\n") {
		if err := runBatch(b.ctx, client, batch); err != nil {
			b.err = fmt.Errorf("run %q: %w", strings.ReplaceAll(batch, b.password, "<password>"), err)
			return
		}
	}
}

// runBatch runs one batch and turns the first error it sends into an error.
func runBatch(ctx context.Context, client engine.Client, batch string) error {
	var sink errorSink
	if err := client.Batch(ctx, batch, &sink); err != nil {
		return err
	}
	if len(sink.errors) > 0 {
		return sink.errors
	}
	return nil
}

// errorSink keeps errors and drops everything else.
type errorSink struct{ errors message.Errors }

func (s *errorSink) Columns([]engine.Column) error { return nil }
func (s *errorSink) Row([]any) error               { return nil }
func (s *errorSink) Done(int64) error              { return nil }
func (s *errorSink) Database(string, string) error { return nil }
func (s *errorSink) Message(m *message.Message) error {
	if m.IsError() {
		s.errors = append(s.errors, m)
	}
	return nil
}

// startup adds startup parameters, effective at the next start.
func (b *bench) startup(parameters ...string) {
	if b.err == nil {
		b.server.Settings.StartupParameters = append(b.server.Settings.StartupParameters, parameters...)
	}
}

// enableHADR switches availability groups on for the next start, as Configuration Manager
// or mssql-conf do; SQL Server 2016 gets its Windows cluster first.
func (b *bench) enableHADR() {
	if b.err != nil {
		return
	}
	if b.server.Identity.Build.Major < 14 {
		b.server.Host.Cluster = &instance.Cluster{Name: "LABCLUSTER", Nodes: []string{b.server.Host.Name}}
	}
	b.server.Settings.HADR = true
}

// restart restarts the service.
func (b *bench) restart() {
	if b.err == nil {
		b.server.Restart()
		b.server.Process.AgentRunning = b.server.Settings.AgentAutoStart
	}
}

// agent starts SQL Server Agent now and at every start.
func (b *bench) agent() {
	if b.err == nil {
		b.server.Settings.AgentAutoStart, b.server.Process.AgentRunning = true, true
	}
}

// database changes a database in ways no T-SQL of this field does.
func (b *bench) database(name string, change func(*instance.Database)) {
	if b.err != nil {
		return
	}
	for _, d := range b.server.Databases {
		if d.Name == name {
			change(d)
			return
		}
	}
	b.err = fmt.Errorf("scenario names database %q, which it did not make", name)
}

// rootFile is one of the certificates the lab carries.
func (b *bench) rootFile(name string) []byte {
	der, err := roots.ReadFile("roots/" + name)
	if err != nil && b.err == nil {
		b.err = err
	}
	return der
}

// rootFiles puts the two root certificates on the host's disk, as a DBA who downloaded
// them, and returns their paths.
func (b *bench) rootFiles() (digiCert, microsoft string) {
	if b.err != nil {
		return "", ""
	}
	folder := `C:\certs`
	if b.server.Host.Linux {
		folder = "/var/opt/mssql/certs"
	}
	disk := b.server.Host.Disk
	disk.AddFolder(folder, true)
	put := func(file, name string) string {
		der := b.rootFile(file)
		path := disk.Join(folder, name)
		if e := disk.Write(path, der, int64(len(der))); e != nil {
			b.err = fmt.Errorf("write %s: %s", path, e)
		}
		return path
	}
	return put("DigiCertGlobalRootG2.der", "DigiCertGlobalRootG2.crt"),
		put("MicrosoftRSARootCA2017.der", "Microsoft RSA Root Certificate Authority 2017.crt")
}

// day is a date relative to the lab's now, in the form that means the same in every
// language: yyyymmdd.
func (b *bench) day(years, months, days int) string {
	return b.clock.Now().AddDate(years, months, days).Format("20060102")
}

// login makes the scenario's own login and lets the check run as it.
func (b *bench) login(name string) {
	b.sql(fmt.Sprintf("CREATE LOGIN [%s] WITH PASSWORD = '%s';", name, b.password))
	b.user = name
}

// finish returns the first error, and an error for a scenario that installed nothing.
func (b *bench) finish() error {
	if b.err == nil && b.server == nil {
		return errors.New("the scenario installs no instance")
	}
	return b.err
}

// wish lists the databases that the scenario's milink.yaml names.
func (b *bench) wish(names ...string) { b.wished = names }
