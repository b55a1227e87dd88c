package contract

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A server with a case-sensitive collation knows its catalog only as it is written, and no
// world of the lab is needed to see whether the product writes it so: its statements are
// read here as data, for the letters of their names alone.

var (
	// lexeme is a string, a bracketed or quoted name, a word or any other sign.
	lexeme       = regexp.MustCompile(`(?s)N?'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[\pL_@#][\pL\pN_@#$]*|\S`)
	bareName     = regexp.MustCompile(`^[\pL_][\pL\pN_@#$]*$`)
	blockComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	lineComment  = regexp.MustCompile(`(?m)--.*$`)
)

// catalogNames are the names of the lab's catalog as it writes them.
type catalogNames struct {
	objects map[string]string            // lower-case schema.name: as written
	columns map[string]map[string]string // by the object's lower-case name
}

// readCatalog collects views with their columns, functions and procedures.
func readCatalog(t *testing.T, worlds ...string) catalogNames {
	t.Helper()
	c := catalogNames{map[string]string{}, map[string]map[string]string{}}
	for _, w := range worlds {
		s := world(t, w)
		for _, db := range []string{"master", "msdb"} {
			a := s.run(t, s.conn(t), "USE "+db, `SELECT s.name, o.name, ISNULL(c.name, N'')
FROM sys.all_objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
LEFT JOIN sys.all_columns AS c ON c.object_id = o.object_id`)
			for _, row := range a.sets[0].rows {
				c.add(row[0]+"."+row[1], row[2])
			}
		}
	}
	return c
}

func (c catalogNames) add(object, column string) {
	key := strings.ToLower(object)
	c.objects[key] = object
	if c.columns[key] == nil {
		c.columns[key] = map[string]string{}
	}
	if column != "" {
		c.columns[key][strings.ToLower(column)] = column
	}
}

// lexemes cuts a batch; strings stay whole.
func lexemes(batch string) []string {
	return lexeme.FindAllString(lineComment.ReplaceAllString(blockComment.ReplaceAllString(batch, " "), ""), -1)
}

// texts are a batch and the batches that it hands to sp_executesql.
func texts(batch string) []string {
	out := []string{batch}
	words := lexemes(batch)
	for i, w := range words {
		if strings.HasPrefix(w, "N'") && i > 0 && strings.EqualFold(words[i-1], "sp_executesql") {
			out = append(out, texts(strings.ReplaceAll(w[2:len(w)-1], "''", "'"))...)
		}
	}
	return out
}

// plain is a name without its brackets, empty for what is no name.
func plain(word string) string {
	if strings.HasPrefix(word, "[") {
		word = word[1 : len(word)-1]
	}
	if !bareName.MatchString(word) {
		return ""
	}
	return word
}

// miswritten lists the names of the catalog that a batch writes in other letters, and adds
// to seen those it writes well.
func (c catalogNames) miswritten(batch string, seen map[string]bool) []string {
	words := lexemes(batch)
	var used []string
	var wrong []string
	note := func(got, want string) {
		if got != want {
			wrong = append(wrong, got+" is "+want)
			return
		}
		seen[want] = true
	}
	for i := 2; i < len(words); i++ {
		key := strings.ToLower(plain(words[i-2]) + "." + plain(words[i]))
		if want, ok := c.objects[key]; ok && words[i-1] == "." {
			used = append(used, key)
			note(plain(words[i-2])+"."+plain(words[i]), want)
		}
	}
	for i, w := range words {
		called := i+1 < len(words) && words[i+1] == "("
		for _, object := range used {
			want, ok := c.columns[object][strings.ToLower(plain(w))]
			if ok && !called && (i == 0 || !strings.EqualFold(words[i-1], "AS")) {
				note(plain(w), want)
				break
			}
		}
	}
	return wrong
}

func TestCatalogNamesAreCasedAsTheCatalogWritesThem(t *testing.T) {
	catalog := readCatalog(t, "unprepared-2016", "unprepared-2025")
	data, err := os.ReadFile(filepath.FromSlash("../tsql/testdata/statements.sql"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, batch := range goLine.Split(string(data), -1) {
		for _, text := range texts(batch) {
			for _, w := range catalog.miswritten(text, seen) {
				t.Errorf("%s in\n%s", w, strings.TrimSpace(text))
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d names of the catalog found: the cut is wrong or the file is", len(seen))
	}
	for _, want := range []string{"sys.databases", "sys.certificates", "dbo.backupset", "recovery_model_desc", "sys.sp_executesql"} {
		if !seen[want] {
			t.Errorf("%s was not looked at", want)
		}
	}
}

// The check sees what it is for, and leaves alone what is no name of the catalog.
func TestMiswrittenNames(t *testing.T) {
	catalog := readCatalog(t, "unprepared-2025")
	for batch, want := range map[string][]string{
		"SELECT name FROM sys.databases":                                       nil,
		"SELECT Name FROM sys.databases":                                       {"Name is name"},
		"SELECT d.[Database_ID] FROM master.sys.[databases] AS d":              {"Database_ID is database_id"},
		"SELECT name FROM SYS.Databases":                                       {"SYS.Databases is sys.databases"},
		"SELECT name FROM msdb.dbo.BackupSet -- Type":                          {"dbo.BackupSet is dbo.backupset"},
		"SELECT 'Name', N'STATE' FROM sys.databases /* Name */":                nil,
		"SELECT name AS Name FROM sys.databases":                               nil,
		"ALTER ENDPOINT e STATE = STARTED":                                     nil,
		"EXEC sys.sp_executesql N'SELECT Name FROM sys.databases WHERE 1 = 1'": {"Name is name"},
		"EXEC sys.SP_executesql N'SELECT name FROM sys.databases'":             {"sys.SP_executesql is sys.sp_executesql"},
		"SELECT x FROM sys.dm_os_volume_stats(1, 1)":                           nil,
	} {
		var got []string
		for _, text := range texts(batch) {
			got = append(got, catalog.miswritten(text, map[string]bool{})...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", batch, got, want)
		}
	}
}
