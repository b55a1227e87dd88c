package instance

import (
	"fmt"
	"strings"

	"milink/internal/lab/value"
)

// propertyFunctions are the functions that return a property as sql_variant.
var propertyFunctions = map[string]function{
	"serverproperty": {1, 1, value.VariantT, nameType, func(r *reader, args []any) (any, error) {
		return r.lookup(serverProperties, args, 0), nil
	}},
	"databasepropertyex": {2, 2, value.VariantT, []value.Type{value.SysnameT, value.SysnameT}, (*reader).databaseProperty},
	"connectionproperty": {1, 1, value.VariantT, nameType, func(r *reader, args []any) (any, error) {
		return r.lookup(connectionProperties, args, 0), nil
	}},
	"sessionproperty": {1, 1, value.VariantT, nameType, (*reader).sessionProperty},
}

// property is one named property: its first version and how it is read.
type property struct {
	since int
	read  func(r *reader) any
}

// lookup finds the property named by an argument; an unknown name, or one this version
// does not have, is NULL.
func (r *reader) lookup(all map[string]property, args []any, i int) any {
	name, _ := textArg(args, i)
	p, ok := all[strings.ToLower(strings.TrimRight(name, " "))]
	if !ok || p.since > r.major {
		return nil
	}
	return p.read(r)
}

// number and words are properties of the two usual kinds.
func number(since int, read func(r *reader) int) property {
	return property{since, func(r *reader) any { return variantInt(int64(read(r))) }}
}

func words(since int, read func(r *reader) string) property {
	return property{since, func(r *reader) any { return variantText(read(r)) }}
}

func fixed(since, n int) property { return number(since, func(*reader) int { return n }) }

func nothing() property { return property{0, func(*reader) any { return nil }} }

// serverProperties are the names of SERVERPROPERTY (facts/tsql.md B1 and the page). since
// is the version from which the value is not NULL.
//
// modelled: fixed values of properties nobody reads for a link.
var serverProperties = map[string]property{
	"buildclrversion":                    words(0, func(*reader) string { return "v4.0.30319" }),
	"collation":                          words(0, func(r *reader) string { return r.s.Identity.Collation }),
	"collationid":                        fixed(0, 872468488),
	"comparisonstyle":                    fixed(0, 196609),
	"computernamephysicalnetbios":        words(0, func(r *reader) string { return r.s.Host.PhysicalName }),
	"edition":                            words(0, func(r *reader) string { return r.s.Identity.Edition.Name }),
	"editionid":                          {0, func(r *reader) any { return value.Var{Type: value.BigIntT, Value: r.s.Identity.Edition.ID} }},
	"engineedition":                      number(0, func(r *reader) int { return r.s.Identity.Edition.Engine }),
	"filestreamconfiguredlevel":          number(0, func(r *reader) int { return r.configured("filestream access level") }),
	"filestreameffectivelevel":           number(0, func(r *reader) int { return r.configured("filestream access level") }),
	"filestreamsharename":                words(0, func(r *reader) string { return r.s.instanceWord() }),
	"hadrmanagerstatus":                  number(0, func(r *reader) int { return r.s.Process.HADRStatus }),
	"instancedefaultbackuppath":          words(15, func(r *reader) string { return r.s.Settings.BackupDirectory }),
	"instancedefaultdatapath":            words(0, func(r *reader) string { return r.s.Settings.DataDirectory }),
	"instancedefaultlogpath":             words(0, func(r *reader) string { return r.s.Settings.LogDirectory }),
	"instancename":                       words(0, func(r *reader) string { return r.s.Identity.InstanceName }),
	"isadvancedanalyticsinstalled":       fixed(13, 0),
	"isbigdatacluster":                   fixed(15, 0),
	"isclustered":                        number(0, func(r *reader) int { return btoi(r.s.Identity.Clustered) }),
	"isexternalauthenticationonly":       {0, (*reader).externalOnly},
	"isfulltextinstalled":                fixed(0, 1),
	"ishadrenabled":                      number(0, func(r *reader) int { return btoi(r.s.Process.HADR) }),
	"isintegratedsecurityonly":           number(0, func(r *reader) int { return btoi(r.s.Identity.WindowsAuth) }),
	"islocaldb":                          fixed(0, 0),
	"ispolybaseinstalled":                fixed(13, 0),
	"isserversuspendedforsnapshotbackup": fixed(16, 0),
	"issingleuser":                       number(0, func(r *reader) int { return btoi(r.s.singleUser()) }),
	"istempdbmetadatamemoryoptimized":    fixed(15, 0),
	"isxtpsupported":                     fixed(0, 1),
	"lcid":                               fixed(0, 1033),
	"licensetype":                        words(0, func(*reader) string { return "DISABLED" }),
	"machinename":                        words(0, func(r *reader) string { return r.s.Host.Name }),
	"numlicenses":                        nothing(),
	"pathseparator":                      words(14, (*reader).pathSeparator),
	"processid":                          fixed(0, 4128),
	"productbuild":                       words(0, func(r *reader) string { return fmt.Sprint(r.s.Identity.Build.Build) }),
	"productbuildtype":                   words(0, (*reader).buildType),
	"productlevel":                       words(0, func(r *reader) string { return r.s.Identity.ProductLevel }),
	"productmajorversion":                words(0, func(r *reader) string { return fmt.Sprint(r.s.Identity.Build.Major) }),
	"productminorversion":                words(0, func(r *reader) string { return fmt.Sprint(r.s.Identity.Build.Minor) }),
	"productupdatelevel":                 words(0, func(r *reader) string { return r.s.Identity.UpdateLevel }),
	"productupdatereference":             words(0, func(r *reader) string { return r.s.Identity.UpdateRef }),
	"productversion":                     words(0, func(r *reader) string { return r.s.Identity.Build.String() }),
	"resourcelastupdatedatetime":         {0, func(*reader) any { return value.Var{Type: value.DateTimeT, Value: installed} }},
	"resourceversion":                    words(0, (*reader).resourceVersion),
	"servername":                         words(0, (*reader).serverName),
	"sqlcharset":                         {0, func(*reader) any { return value.Var{Type: value.TinyIntT, Value: int64(1)} }},
	"sqlcharsetname":                     words(0, func(*reader) string { return "iso_1" }),
	"sqlsortorder":                       {0, func(*reader) any { return value.Var{Type: value.TinyIntT, Value: int64(52)} }},
	"sqlsortordername":                   words(0, func(*reader) string { return "nocase_iso" }),
	"suspendeddatabasecount":             fixed(16, 0),
}

// configured is a configuration option in use.
func (r *reader) configured(name string) int {
	return int(r.s.Settings.Configurations[name].InUse)
}

// externalOnly exists on Azure only.
func (r *reader) externalOnly() any {
	if !r.s.Identity.ManagedAzure {
		return nil
	}
	return variantInt(0)
}

func (r *reader) pathSeparator() string {
	if r.s.Host.Linux {
		return "/"
	}
	return `\`
}

func (r *reader) buildType() string {
	if r.s.Identity.ManagedAzure {
		return ""
	}
	return r.s.Identity.Release.BuildType()
}

func (r *reader) resourceVersion() string {
	b := r.s.Identity.Build
	return fmt.Sprintf("%d.%02d.%d", b.Major, b.Minor, b.Build)
}

// serverName comes from the machine, not from sys.servers; a managed instance says its
// fully qualified name.
func (r *reader) serverName() string {
	if r.s.Identity.ManagedAzure {
		return r.s.Identity.ServerName
	}
	return r.s.machineServerName()
}

// connectionProperties are the names of CONNECTIONPROPERTY.
var connectionProperties = map[string]property{
	"net_transport":          words(0, func(*reader) string { return "TCP" }),
	"physical_net_transport": words(0, func(*reader) string { return "TCP" }),
	"protocol_type":          words(0, func(*reader) string { return "TSQL" }),
	"auth_scheme":            words(0, func(*reader) string { return "SQL" }),
	"local_net_address":      words(0, func(r *reader) string { return r.s.localAddress(r.se.request) }),
	"local_tcp_port":         number(0, func(r *reader) int { return r.s.localPort(r.se.request) }),
	"client_net_address":     words(0, func(r *reader) string { return clientAddress(r.se.request) }),
}

// sessionProperty answers the login defaults.
//
// modelled: SET inside the session is the engine's and does not show here.
func (r *reader) sessionProperty(args []any) (any, error) {
	name, _ := textArg(args, 0)
	switch strings.ToUpper(name) {
	case "ANSI_NULLS", "ANSI_PADDING", "ANSI_WARNINGS", "CONCAT_NULL_YIELDS_NULL", "QUOTED_IDENTIFIER":
		return variantInt(1), nil
	case "ARITHABORT", "NUMERIC_ROUNDABORT":
		return variantInt(0), nil
	}
	return nil, nil
}

// databaseProperty is DATABASEPROPERTYEX; NULL for a database that does not exist or does
// not show, and for an unknown property.
func (r *reader) databaseProperty(args []any) (any, error) {
	name, _ := textArg(args, 0)
	d := r.s.database(unquote(name))
	if d == nil || !r.se.CanSeeDatabase(d) {
		return nil, nil
	}
	property, _ := textArg(args, 1)
	property = strings.ToLower(property)
	read, ok := databaseProperties[property]
	if !ok || propertiesOfStarted[property] && !r.s.started(d) {
		return nil, nil
	}
	return read(r, d), nil
}

// databaseProperties are the names of DATABASEPROPERTYEX.
//
// modelled: ANSI and other options nobody reads here are left out and NULL.
var databaseProperties = map[string]func(r *reader, d *Database) any{
	"collation":            func(r *reader, d *Database) any { return variantText(d.Collation) },
	"status":               func(r *reader, d *Database) any { return variantText(statusWord(d)) },
	"recovery":             func(r *reader, d *Database) any { return variantText(d.Recovery) },
	"useraccess":           func(r *reader, d *Database) any { return variantText(d.Access) },
	"updateability":        func(r *reader, d *Database) any { return variantText(updateability(r, d)) },
	"version":              func(r *reader, d *Database) any { return variantInt(int64(databaseVersions[r.major])) },
	"isautoclose":          func(r *reader, d *Database) any { return variantInt(int64(btoi(d.AutoClose))) },
	"isautoshrink":         func(r *reader, d *Database) any { return variantInt(int64(btoi(d.on("AUTO_SHRINK")))) },
	"isinstandby":          func(r *reader, d *Database) any { return variantInt(0) },
	"ispublished":          func(r *reader, d *Database) any { return variantInt(int64(btoi(d.Published))) },
	"ismergepublished":     func(r *reader, d *Database) any { return variantInt(0) },
	"issubscribed":         func(r *reader, d *Database) any { return variantInt(0) },
	"isfulltextenabled":    func(r *reader, d *Database) any { return variantInt(1) },
	"edition":              func(r *reader, d *Database) any { return nil },
	"serviceobjective":     func(r *reader, d *Database) any { return nil },
	"isoptimizedlockingon": optimizedLocking,
}

// propertiesOfStarted are those whose page says NULL for a database that is not started.
var propertiesOfStarted = map[string]bool{"collation": true, "version": true}

func optimizedLocking(r *reader, d *Database) any {
	if r.major < 17 {
		return nil
	}
	return variantInt(int64(btoi(d.on("OPTIMIZED_LOCKING"))))
}

// statusWord is the state in the words of DATABASEPROPERTYEX, which calls a database that
// waits for recovery SUSPECT.
func statusWord(d *Database) string {
	if d.State == "RECOVERY_PENDING" {
		return "SUSPECT"
	}
	return d.State
}

func updateability(r *reader, d *Database) string {
	if d.ReadOnly || d.SnapshotOf != 0 {
		return "READ_ONLY"
	}
	if g := r.s.groupOf(d); g != nil && g.localRole() == 2 {
		return "READ_ONLY"
	}
	return "READ_WRITE"
}
