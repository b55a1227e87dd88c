package instance

import "testing"

// What needs the database open is NULL while it is not (pages of sys.databases and
// DATABASEPROPERTYEX); everything else shows.
func TestColumnsOfClosedDatabases(t *testing.T) {
	const (
		open   = "SQL_Latin1_General_CP1_CI_AS|false|SQL_Latin1_General_CP1_CI_AS|957|FULL|160"
		closed = "NULL|true|NULL|NULL|FULL|160"
		torn   = "NULL|false|NULL|NULL|FULL|160"
		text   = "SELECT collation_name, is_cleanly_shutdown, DATABASEPROPERTYEX('d', 'Collation'), DATABASEPROPERTYEX('d', 'Version'), " +
			"recovery_model_desc, compatibility_level FROM sys.databases WHERE name = N'd'"
	)
	for _, c := range []struct {
		name, set string
		state     string
		want      string
	}{
		{"online", "", "", open},
		{"closed by AUTO_CLOSE", "ALTER DATABASE d SET AUTO_CLOSE ON", "", closed},
		{"AUTO_CLOSE off again", "ALTER DATABASE d SET AUTO_CLOSE ON; ALTER DATABASE d SET AUTO_CLOSE OFF", "", open},
		{"in use with AUTO_CLOSE", "ALTER DATABASE d SET AUTO_CLOSE ON; USE d", "", open},
		{"left again", "ALTER DATABASE d SET AUTO_CLOSE ON; USE d; USE master", "", closed},
		{"offline", "ALTER DATABASE d SET OFFLINE", "", closed},
		{"offline with AUTO_CLOSE", "ALTER DATABASE d SET AUTO_CLOSE ON; ALTER DATABASE d SET OFFLINE", "", closed},
		{"emergency", "ALTER DATABASE d SET EMERGENCY", "", open},
		{"restoring", "", "RESTORING", torn},
		{"recovery pending", "", "RECOVERY_PENDING", torn},
		{"suspect", "", "SUSPECT", torn},
	} {
		b := full(t, Options{Version: "2022 RTM"})
		if c.set != "" {
			b.ok(c.set)
		}
		if c.state != "" {
			b.s.database("d").State = c.state
		}
		if got := query(t, b.se, text).shown(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
