package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

func printed(s string) *Print { return &Print{X: varchar(s)} }

func variable(name string) *Variable { return &Variable{Name: name} }

func procedure(parts ...string) Name {
	n := Name{}
	slots := []*Ident{&n.Object, &n.Schema, &n.Database, &n.Server}
	for i := range parts {
		*slots[i] = bare(parts[len(parts)-1-i])
	}
	return n
}

func TestControlFlow(t *testing.T) {
	yes := compare("=", integer(1), integer(1))
	for text, want := range map[string][]Statement{
		"IF 1 = 1 PRINT 'a' ELSE PRINT 'b' PRINT 'c'":       {&If{Cond: yes, Then: printed("a"), Else: printed("b")}, printed("c")},
		"IF 1 = 1 PRINT 'a'; ELSE PRINT 'b'":                {&If{Cond: yes, Then: printed("a"), Else: printed("b")}},
		"IF 1 = 1 IF 1 = 1 PRINT 'a' ELSE PRINT 'b'":        {&If{Cond: yes, Then: &If{Cond: yes, Then: printed("a"), Else: printed("b")}}},
		"IF 1 = 1 BEGIN PRINT 'a'; PRINT 'b' END":           {&If{Cond: yes, Then: &Block{Body: []Statement{printed("a"), printed("b")}}}},
		"WHILE 1 = 1 BEGIN BREAK; CONTINUE END":             {&While{Cond: yes, Body: &Block{Body: []Statement{&Break{}, &Continue{}}}}},
		"BEGIN TRY PRINT 'a' END TRY BEGIN CATCH END CATCH": {&TryCatch{Try: []Statement{printed("a")}}},
		"BEGIN TRY PRINT 'a' END TRY BEGIN CATCH THROW; THROW 50000, N'x', 1 END CATCH": {&TryCatch{Try: []Statement{printed("a")},
			Catch: []Statement{&Throw{}, &Throw{Number: integer(50000), Msg: nvarchar("x"), State: integer(1)}}}},
		"GOTO done SELECT 1 done: PRINT 'a'": {&Goto{Name: "done"},
			&QueryStmt{Query: &Query{Body: &Select{Items: []Item{{X: integer(1)}}}}}, &Label{Name: "done"}, printed("a")},
		"RETURN;;PRINT 'a'": {&Return{}, printed("a")},
		"RAISERROR (N'x', 16, -1, @a, 2) WITH NOWAIT, LOG": {&RaisError{Msg: nvarchar("x"), Severity: integer(16),
			State: &Unary{Op: "-", X: integer(1)}, Args: []Expr{variable("@a"), integer(2)}, NoWait: true, Log: true}},
		"WAITFOR DELAY '00:00:01' WAITFOR TIME @t": {&WaitFor{Delay: true, X: varchar("00:00:01")}, &WaitFor{X: variable("@t")}},
		"BEGIN TRAN t WITH MARK 'm' SAVE TRAN s ROLLBACK TRAN s COMMIT WORK": {&Transaction{Op: "BEGIN", Name: "t", Mark: "m"},
			&Transaction{Op: "SAVE", Name: "s"}, &Transaction{Op: "ROLLBACK", Name: "s"}, &Transaction{Op: "COMMIT"}},
		"SET @x += 1": {&SetVar{Name: "@x", Op: "+=", X: integer(1)}},
		"SET NOCOUNT, XACT_ABORT ON SET LOCK_TIMEOUT -1 SET LANGUAGE us_english SET STATISTICS IO, TIME OFF": {
			&SetOption{Options: []string{"NOCOUNT", "XACT_ABORT"}, Value: "ON"}, &SetOption{Options: []string{"LOCK_TIMEOUT"}, Value: "-1"},
			&SetOption{Options: []string{"LANGUAGE"}, Value: "US_ENGLISH"},
			&SetOption{Options: []string{"STATISTICS IO", "STATISTICS TIME"}, Value: "OFF"}},
		"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ": {
			&SetOption{Options: []string{"TRANSACTION ISOLATION LEVEL"}, Value: "REPEATABLE READ"}},
		"DECLARE @a int = 1, @t TABLE (n sysname)": {&Declare{Vars: []VarDecl{{Name: "@a", Type: value.IntT, Init: integer(1)},
			{Name: "@t", IsTable: true, Columns: []ColumnDef{{Name: bare("n"), Type: sysname(t)}}}}}},
	} {
		same(t, Options{}, text, want...)
	}
}

func sysname(t *testing.T) value.Type {
	t.Helper()
	typ, ok := value.TypeByName("sysname", nil)
	if !ok {
		t.Fatal("no sysname")
	}
	return typ
}

func TestExecForms(t *testing.T) {
	for text, want := range map[string]*Exec{
		"EXEC @rc = msdb.dbo.sp_add_job @job_name = N'NetHelper', @enabled = 1, @job_id = @id OUTPUT": {Return: "@rc",
			Proc: procedure("msdb", "dbo", "sp_add_job"), Args: []Arg{{Name: "@job_name", X: nvarchar("NetHelper")},
				{Name: "@enabled", X: integer(1)}, {Name: "@job_id", X: variable("@id"), Output: true}}},
		"EXECUTE p DEFAULT, NULL, -1, word, @@SPID WITH RECOMPILE": {Proc: procedure("p"), Recompile: true, Args: []Arg{{Default: true},
			{X: &Literal{Type: value.NullT}}, {X: &Unary{Op: "-", X: integer(1)}}, {X: nvarchar("word")}, {X: variable("@@SPID")}}},
		"EXEC master..xp_instance_regread N'HKEY_LOCAL_MACHINE'": {Proc: Name{Database: bare("master"), Object: bare("xp_instance_regread")},
			Args: []Arg{{X: nvarchar("HKEY_LOCAL_MACHINE")}}},
		"EXEC @p 1":            {ProcVar: "@p", Args: []Arg{{X: integer(1)}}},
		"EXEC ('USE ' + @d)":   {Text: binary("+", varchar("USE "), variable("@d"))},
		"EXEC (N'x') AT [srv]": {Text: nvarchar("x"), Linked: quoted("srv")},
		"sp_configure 'x', 1":  {Proc: procedure("sp_configure"), Implicit: true, Args: []Arg{{X: varchar("x")}, {X: integer(1)}}},
		"[sp who] 'x'":         {Proc: Name{Object: quoted("sp who")}, Implicit: true, Args: []Arg{{X: varchar("x")}}},
		"EXEC sp_validate_certificate_ca_chain 264": {Proc: procedure("sp_validate_certificate_ca_chain"), Args: []Arg{{X: integer(264)}}},
	} {
		same(t, Options{}, text, want)
	}
}

// A procedure's name stands without EXEC at the start of a batch only.
func TestCallWithoutExec(t *testing.T) {
	refused(t, Options{}, "PRINT 'a'\nsp_who", refusal{102, 2, near + "sp_who'."})
	same(t, Options{}, "sp_who\nRECONFIGURE", &Exec{Proc: procedure("sp_who"), Implicit: true}, &Reconfigure{})
}

func TestDataStatements(t *testing.T) {
	tab := Name{Object: bare("#t")}
	for text, want := range map[string]Statement{
		"INSERT INTO #t (a, b) VALUES (1, DEFAULT), (2, 'x')": &Insert{Table: tab, Columns: []Ident{bare("a"), bare("b")},
			Query: &Query{Body: &Values{Rows: [][]Expr{{integer(1), &Keyword{Word: "default"}}, {integer(2), varchar("x")}}}}},
		"INSERT #t EXEC sp_who":       &Insert{Table: tab, Exec: &Exec{Proc: procedure("sp_who")}},
		"INSERT @v DEFAULT VALUES":    &Insert{Variable: "@v", DefaultValues: true},
		"INSERT INTO #t SELECT 1":     &Insert{Table: tab, Query: &Query{Body: &Select{Items: []Item{{X: integer(1)}}}}},
		"TRUNCATE TABLE #t":           &Truncate{Table: tab},
		"DROP TABLE IF EXISTS #t, #u": &DropTable{IfExists: true, Tables: []Name{tab, {Object: bare("#u")}}},
		"UPDATE TOP (1) #t SET a = 1, @v = b, b += 2 WHERE a = 1": &Update{Table: tab, Top: &Top{Count: integer(1)},
			Set: []Assignment{{Column: bare("a"), Op: "=", X: integer(1)}, {Variable: "@v", Op: "=", X: column("b")},
				{Column: bare("b"), Op: "+=", X: integer(2)}}, Where: compare("=", column("a"), integer(1))},
		"DELETE x FROM #t AS x WHERE x.a = 1": &Delete{Table: Name{Object: bare("x")},
			From: []Source{&Table{Name: tab, Alias: bare("x"), HasAlias: true}}, Where: compare("=", of("x", "a"), integer(1))},
		"CREATE TABLE #t (a int NOT NULL IDENTITY(5, -1) PRIMARY KEY, b nvarchar(9) COLLATE x NULL DEFAULT N'y' UNIQUE, c AS a + 1, CHECK (a > 0))": &CreateTable{
			Table: tab, Columns: []ColumnDef{
				{Name: bare("a"), Type: value.IntT, NotNull: true, Identity: &[2]int64{5, -1}, Primary: true},
				{Name: bare("b"), Type: value.Type{Kind: value.NVarChar, Length: 9}, Collate: "x", Default: nvarchar("y"), Unique: true},
				{Name: bare("c"), Computed: binary("+", column("a"), integer(1))}},
			Constraints: []TableConstraint{{Check: compare(">", column("a"), integer(0))}}},
		"DECLARE c CURSOR LOCAL STATIC FOR SELECT 1": &DeclareCursor{Name: bare("c"), Options: []string{"LOCAL", "STATIC"},
			Query: &Query{Body: &Select{Items: []Item{{X: integer(1)}}}}},
		"FETCH ABSOLUTE -1 FROM GLOBAL c INTO @a, @b": &Fetch{Direction: "ABSOLUTE", Offset: &Unary{Op: "-", X: integer(1)}, Global: true,
			Name: bare("c"), Into: []string{"@a", "@b"}},
	} {
		alike(t, text, one(t, Options{}, text), want)
	}
}

// The text of a procedure is what sys.sql_modules shows: the statement as written.
func TestProcedure(t *testing.T) {
	const text = "CREATE OR ALTER PROCEDURE dbo.p @a int = 1, @b nvarchar(5) OUTPUT AS\nSET NOCOUNT ON; RETURN @a"
	same(t, Options{}, text+"\n", &CreateProcedure{Name: procedure("dbo", "p"), OrAlter: true, Text: text,
		Params: []VarDecl{{Name: "@a", Type: value.IntT, Init: integer(1)}, {Name: "@b", Type: value.Type{Kind: value.NVarChar, Length: 5}, Output: true}},
		Body:   []Statement{&SetOption{Options: []string{"NOCOUNT"}, Value: "ON"}, &Return{X: variable("@a")}}})
}
