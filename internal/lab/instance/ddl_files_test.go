package instance

import (
	"testing"

	"milink/internal/lab/syntax"
)

func TestDatabaseFiles(t *testing.T) {
	name := func(s string) syntax.Ident { return syntax.Ident{Text: s} }
	one := func(n, path, size string) []syntax.FileSpec {
		return []syntax.FileSpec{{Name: name(n), FileName: path, Size: size}}
	}
	on := syntax.AlterDatabase{Name: name("db")}
	with := func(change func(*syntax.AlterDatabase)) *syntax.AlterDatabase {
		st := on
		change(&st)
		return &st
	}
	tests := []struct {
		name string
		st   *syntax.AlterDatabase
		want []int32
	}{
		{"data", with(func(st *syntax.AlterDatabase) { st.AddFiles = one("more", "", "2GB") }), nil},
		{"name taken", with(func(st *syntax.AlterDatabase) { st.AddFiles = one("more", "", "") }), []int32{1828, 5069}},
		{"folder missing", with(func(st *syntax.AlterDatabase) { st.AddFiles = one("x", `Q:\x.ndf`, "") }), []int32{5123, 5009, 5069}},
		{"filegroup missing", with(func(st *syntax.AlterDatabase) { st.AddFiles, st.ToFilegroup = one("x", "", ""), name("nope") }), []int32{5014, 5069}},
		{"filegroup", with(func(st *syntax.AlterDatabase) { st.AddFilegroup, st.Contains = name("mem"), "MEMORY_OPTIMIZED_DATA" }), nil},
		{"filegroup twice", with(func(st *syntax.AlterDatabase) { st.AddFilegroup = name("mem") }), []int32{15530, 5069}},
		{"container", with(func(st *syntax.AlterDatabase) { st.AddFiles, st.ToFilegroup = one("memdir", "", ""), name("mem") }), nil},
		{"filegroup in use", with(func(st *syntax.AlterDatabase) { st.RemoveFilegroup = name("mem") }), []int32{5042, 5069}},
		{"second log", with(func(st *syntax.AlterDatabase) { st.AddFiles, st.LogFile = one("log2", "", "512KB"), true }), nil},
		{"primary file", with(func(st *syntax.AlterDatabase) { st.RemoveFile = name("db") }), []int32{5020, 5069}},
		{"no such file", with(func(st *syntax.AlterDatabase) { st.RemoveFile = name("nope") }), []int32{5009, 5069}},
		{"second log away", with(func(st *syntax.AlterDatabase) { st.RemoveFile = name("log2") }), nil},
		{"grow", with(func(st *syntax.AlterDatabase) { st.ModifyFile = &syntax.FileSpec{Name: name("more"), Size: "3072"} }), nil},
		{"rename to one that exists", with(func(st *syntax.AlterDatabase) { st.NewName = name("master") }), []int32{1801, 5069}},
	}
	b := ready(t, "2022 RTM")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := numbers(b.statement(test.st)); !equalNumbers(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
	d := b.s.database("db")
	if more := d.file("more"); more.SizeMB != 3072 || more.Type != 0 || more.ID != 3 || more.Group != "PRIMARY" {
		t.Errorf("file %+v", *more)
	}
	if dir := d.file("memdir"); dir.Type != 2 || dir.Group != "mem" {
		t.Errorf("container %+v", *dir)
	}
}

func equalNumbers(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestFilesOfALinkedDatabase(t *testing.T) {
	tests := []struct {
		version string
		want    []int32
	}{
		{"2022 RTM", []int32{47508, 5069}},
		{"13.0.7000.253", nil}, // 2016 lets it happen, and the link breaks
	}
	for _, test := range tests {
		t.Run(test.version, func(t *testing.T) {
			b := ready(t, test.version)
			group := groupText("g", "db")
			if b.s.Identity.Build.Major == 13 {
				group = withoutClusterType(group)
			}
			b.ok(group)
			b.ok(linkText("link", "g"))
			st := &syntax.AlterDatabase{Name: syntax.Ident{Text: "db"}, LogFile: true,
				AddFiles: []syntax.FileSpec{{Name: syntax.Ident{Text: "log2"}}}}
			if got := numbers(b.statement(st)); !equalNumbers(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
