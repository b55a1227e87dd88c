package contract

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// rewritesPerQuery is how many texts are made of each query in each world: enough that
// every pair of forms meets, few enough for seconds.
const rewritesPerQuery = 40

// TestRewrites asks every base query in many equivalent texts: the relation must stay.
func TestRewrites(t *testing.T) {
	for i, q := range baseQueries {
		for _, name := range q.worldsOf() {
			t.Run(q.name+"/"+name, func(t *testing.T) {
				s := world(t, name)
				conn := s.conn(t)
				rng := rand.New(rand.NewPCG(uint64(i), 2022))
				plain, order := write(q, nil)
				want := relation(t, s, conn, plain, order)
				if len(want) == 0 {
					t.Fatalf("the query returns nothing here, so it proves nothing:\n%s", plain)
				}
				for range rewritesPerQuery {
					text, order := write(q, rng)
					if got := relation(t, s, conn, text, order); !slices.Equal(got, want) {
						t.Fatalf("%s\n\nreturns\n  %s\nbut\n\n%s\n\nreturns\n  %s", text, strings.Join(got, "\n  "), plain, strings.Join(want, "\n  "))
					}
				}
			})
		}
	}
}

// relation is what a text returns: its rows with columns in the query's order, sorted.
func relation(t *testing.T, s *server, conn *sql.Conn, text string, order []int) []string {
	t.Helper()
	a := s.run(t, conn, text)
	if len(a.errors()) > 0 || len(a.sets) != 1 {
		t.Fatalf("%s\n\nreturns %d result sets and %v", text, len(a.sets), a.errors())
	}
	var out []string
	for _, row := range a.sets[0].rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[order[i]] = c
		}
		out = append(out, strings.Join(cells, " | "))
	}
	slices.Sort(out)
	return out
}

// TestWriterIsSeeded: the same seed makes the same texts, and seeds make different ones.
func TestWriterIsSeeded(t *testing.T) {
	texts := map[string]bool{}
	for seed := range uint64(20) {
		first, _ := write(baseQueries[5], rand.New(rand.NewPCG(seed, 1)))
		again, _ := write(baseQueries[5], rand.New(rand.NewPCG(seed, 1)))
		if first != again {
			t.Fatalf("seed %d makes two texts:\n%s\n%s", seed, first, again)
		}
		texts[first] = true
	}
	if len(texts) < 15 {
		t.Errorf("20 seeds make only %d texts", len(texts))
	}
}

// partitions are conditions that split the rows of a view into true, false and unknown.
var partitions = []struct{ view, columns, condition string }{
	{"sys.databases", "name, database_id", "database_id > 4"},
	{"sys.databases", "name, source_database_id", "source_database_id = 1"},
	{"sys.databases", "name, recovery_model_desc", "recovery_model_desc = 'SIMPLE' OR replica_id IS NULL"},
	{"sys.databases", "name, collation_name", "collation_name LIKE '%CI%' AND is_read_only = 0"},
	{"sys.master_files", "database_id, name, type_desc", "type_desc <> 'LOG'"},
	{"sys.master_files", "name, size", "size NOT BETWEEN 1000 AND 2000"},
	{"sys.tcp_endpoints", "name, port", "ip_address <> '10.0.0.1'"},
	{"sys.tcp_endpoints", "name, port", "port IN (0, 5022, NULL)"},
	{"msdb.dbo.backupset", "database_name, type", "type = 'D' AND expiration_date > '20200101'"},
	{"sys.configurations", "name, configuration_id", "name NOT LIKE '%[aeiou]'"},
	{"master.sys.certificates", "name, pvt_key_encryption_type", "pvt_key_last_backup_date IS NULL"},
	{"sys.server_principals", "name, type", "type IN ('S', 'R') AND is_disabled = 0"},
}

// TestPartitions: a view is the sum of the rows for which a condition is true, false and
// unknown, counted or returned.
func TestPartitions(t *testing.T) {
	s := world(t, "ready-2022")
	conn := s.conn(t)
	for _, p := range partitions {
		t.Run(p.view+" "+p.condition, func(t *testing.T) {
			split := fmt.Sprintf("CASE WHEN %s THEN 1 WHEN NOT (%s) THEN 0 END", p.condition, p.condition)
			counts := relation(t, s, conn, fmt.Sprintf(`SELECT CASE WHEN COUNT(*) = SUM(CASE WHEN %[1]s = 1 THEN 1 ELSE 0 END)
  + SUM(CASE WHEN %[1]s = 0 THEN 1 ELSE 0 END) + SUM(CASE WHEN %[1]s IS NULL THEN 1 ELSE 0 END) AND COUNT(*) > 0
  THEN 'adds up' ELSE 'does not' END FROM %[2]s`, split, p.view), []int{0})
			if !slices.Equal(counts, []string{"adds up"}) {
				t.Errorf("the parts do not add up to COUNT(*): %v", counts)
			}
			n := strings.Count(p.columns, ",") + 1
			whole := relation(t, s, conn, fmt.Sprintf("SELECT %s FROM %s", p.columns, p.view), identity(n))
			parts := relation(t, s, conn, fmt.Sprintf(`SELECT %[1]s FROM %[2]s WHERE %[3]s UNION ALL
SELECT %[1]s FROM %[2]s WHERE NOT (%[3]s) UNION ALL SELECT %[1]s FROM %[2]s WHERE %[4]s IS NULL`, p.columns, p.view, p.condition, split), identity(n))
			if !slices.Equal(whole, parts) {
				t.Errorf("the whole is %v, its parts are %v", whole, parts)
			}
		})
	}
}

func identity(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestRelationsThatHold compares pairs of texts that must return the same rows.
func TestRelationsThatHold(t *testing.T) {
	s := world(t, "ready-2022")
	conn := s.conn(t)
	for _, tt := range []struct{ name, one, other string }{
		{"distinct is idempotent", "SELECT DISTINCT type_desc FROM sys.master_files", "SELECT DISTINCT type_desc FROM (SELECT DISTINCT type_desc FROM sys.master_files) x"},
		{"distinct is grouping", "SELECT DISTINCT state, type FROM sys.master_files", "SELECT state, type FROM sys.master_files GROUP BY type, state"},
		{"union drops repeats", "SELECT DISTINCT type FROM sys.endpoints", "SELECT type FROM sys.endpoints UNION SELECT type FROM sys.endpoints"},
		{"intersect with itself", "SELECT DISTINCT type FROM sys.endpoints", "SELECT type FROM sys.endpoints INTERSECT SELECT type FROM sys.endpoints"},
		{"except nothing", "SELECT DISTINCT recovery_model FROM sys.databases", "SELECT recovery_model FROM sys.databases EXCEPT SELECT recovery_model FROM sys.databases WHERE 1 = 0"},
		{"except as not exists", "SELECT database_id FROM sys.databases EXCEPT SELECT database_id FROM sys.master_files WHERE type = 2", "SELECT database_id FROM sys.databases d WHERE NOT EXISTS (SELECT 1 FROM sys.master_files f WHERE f.type = 2 AND f.database_id = d.database_id)"},
		{"order changes no set", "SELECT name FROM sys.configurations", "SELECT name FROM sys.configurations ORDER BY configuration_id DESC"},
		{"count of a column", "SELECT COUNT(ip_address) FROM sys.tcp_endpoints", "SELECT COUNT(*) - SUM(CASE WHEN ip_address IS NULL THEN 1 ELSE 0 END) FROM sys.tcp_endpoints"},
		{"window count", "SELECT name, (SELECT COUNT(*) FROM sys.databases) FROM sys.databases", "SELECT name, COUNT(*) OVER () FROM sys.databases"},
		{"window sum per group", "SELECT f.name, (SELECT SUM(size) FROM sys.master_files g WHERE g.database_id = f.database_id) FROM sys.master_files f", "SELECT name, SUM(size) OVER (PARTITION BY database_id) FROM sys.master_files"},
		{"row number counts", "SELECT COUNT(*) FROM sys.configurations", "SELECT MAX(n) FROM (SELECT ROW_NUMBER() OVER (ORDER BY name) AS n FROM sys.configurations) x"},
		{"newest by top or row number", "SELECT x.name FROM sys.databases d CROSS APPLY (SELECT TOP (1) f.name FROM sys.master_files f WHERE f.database_id = d.database_id ORDER BY f.file_id DESC) x",
			"SELECT name FROM (SELECT name, ROW_NUMBER() OVER (PARTITION BY database_id ORDER BY file_id DESC) n FROM sys.master_files) y WHERE n = 1"},
		{"having is where after grouping", "SELECT database_id FROM sys.master_files GROUP BY database_id HAVING COUNT(*) >= 2", "SELECT database_id FROM (SELECT database_id, COUNT(*) AS n FROM sys.master_files GROUP BY database_id) x WHERE n >= 2"},
		{"max is not smaller than all", "SELECT MAX(size) FROM sys.master_files", "SELECT DISTINCT size FROM sys.master_files WHERE size >= ALL (SELECT size FROM sys.master_files)"},
		{"coalesce is case", "SELECT COALESCE(ip_address, 'none') FROM sys.tcp_endpoints", "SELECT CASE WHEN ip_address IS NOT NULL THEN ip_address ELSE 'none' END FROM sys.tcp_endpoints"},
		{"iif is case", "SELECT IIF(database_id > 4, 'user', 'system') FROM sys.databases", "SELECT CASE WHEN database_id > 4 THEN 'user' ELSE 'system' END FROM sys.databases"},
		{"nullif is case", "SELECT NULLIF(type, 0) FROM sys.master_files", "SELECT CASE WHEN type = 0 THEN NULL ELSE type END FROM sys.master_files"},
		{"offset is top of the rest", "SELECT name FROM sys.databases ORDER BY name OFFSET 1 ROWS", "SELECT name FROM sys.databases WHERE name <> (SELECT TOP 1 name FROM sys.databases ORDER BY name)"},
		{"string_agg splits again", "SELECT name FROM sys.databases", "SELECT value FROM STRING_SPLIT((SELECT STRING_AGG(CAST(name AS nvarchar(max)), N'|') FROM sys.databases), N'|')"},
		{"dynamic text is text", "SELECT name, state_desc FROM sys.databases", "EXEC sp_executesql N'SELECT name, state_desc FROM sys.databases WHERE state = @s', N'@s tinyint', @s = 0"},
		{"full join of keys", "SELECT d.database_id FROM sys.databases d", "SELECT COALESCE(d.database_id, e.database_id) FROM sys.databases d FULL OUTER JOIN sys.databases e ON e.database_id = d.database_id"},
		{"json there and back", "SELECT name, CAST(database_id AS int) FROM sys.databases", "SELECT name, id FROM OPENJSON((SELECT name, database_id AS id FROM sys.databases FOR JSON PATH)) WITH (name nvarchar(128), id int)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := len(s.run(t, conn, tt.one).sets[0].columns)
			one, other := relation(t, s, conn, tt.one, identity(n)), relation(t, s, conn, tt.other, identity(n))
			if len(one) == 0 || !slices.Equal(one, other) {
				t.Errorf("%s\nreturns %v\n%s\nreturns %v", tt.one, one, tt.other, other)
			}
		})
	}
}

// TestRewritesServer asks a real SQL Server the queries that need no world of the lab.
func TestRewritesServer(t *testing.T) {
	s := realServer(t)
	if s == nil {
		t.Skip(realServerURL + " is not set: the rewrites ran against the lab only")
	}
	conn := s.conn(t)
	for i, q := range baseQueries {
		if q.worlds != nil {
			continue
		}
		t.Run(q.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(i), 2022))
			plain, order := write(q, nil)
			want := relation(t, s, conn, plain, order)
			for range rewritesPerQuery {
				text, order := write(q, rng)
				if got := relation(t, s, conn, text, order); !slices.Equal(got, want) {
					t.Errorf("%s\nreturns other rows than\n%s", text, plain)
				}
			}
		})
	}
}
