package engine

import "testing"

func holds(cond string) string { return "CASE WHEN " + cond + " THEN 'yes' ELSE 'no' END" }

// A condition is unknown when neither it nor its opposite holds.
func TestThreeValuedLogic(t *testing.T) {
	const (
		isTrue    = "true"
		isFalse   = "false"
		isUnknown = "unknown"
	)
	for _, c := range []struct{ cond, want string }{
		{"1 = 1", isTrue}, {"1 = 2", isFalse}, {"1 = NULL", isUnknown},
		{"NULL = NULL", isUnknown}, {"NULL <> NULL", isUnknown}, {"NULL > 1", isUnknown},
		{"NULL IS NULL", isTrue}, {"NULL IS NOT NULL", isFalse}, {"1 IS NULL", isFalse}, {"1 IS NOT NULL", isTrue},
		{"1 = 1 AND 1 = 1", isTrue}, {"1 = 1 AND 1 = 0", isFalse}, {"1 = 0 AND 1 = 1", isFalse},
		{"1 = 1 AND NULL = 1", isUnknown}, {"NULL = 1 AND 1 = 1", isUnknown},
		{"1 = 0 AND NULL = 1", isFalse}, {"NULL = 1 AND 1 = 0", isFalse}, {"NULL = 1 AND NULL = 1", isUnknown},
		{"1 = 1 OR NULL = 1", isTrue}, {"NULL = 1 OR 1 = 1", isTrue},
		{"1 = 0 OR NULL = 1", isUnknown}, {"NULL = 1 OR 1 = 0", isUnknown}, {"NULL = 1 OR NULL = 1", isUnknown},
		{"1 = 0 OR 1 = 0", isFalse}, {"1 = 0 OR 1 = 1", isTrue},
		{"NOT NULL = 1", isUnknown}, {"NOT 1 = 1", isFalse}, {"NOT 1 = 0", isTrue}, {"NOT NOT 1 = 1", isTrue},
		{"1 IN (1, NULL)", isTrue}, {"2 IN (1, NULL)", isUnknown}, {"2 IN (1, 3)", isFalse}, {"NULL IN (1, 2)", isUnknown}, {"NULL IN (NULL)", isUnknown},
		{"1 NOT IN (1, NULL)", isFalse}, {"2 NOT IN (1, NULL)", isUnknown}, {"2 NOT IN (1, 3)", isTrue}, {"NULL NOT IN (1)", isUnknown},
		{"2 BETWEEN 1 AND 3", isTrue}, {"4 BETWEEN 1 AND 3", isFalse}, {"2 BETWEEN 3 AND 1", isFalse},
		{"2 BETWEEN NULL AND 3", isUnknown}, {"4 BETWEEN NULL AND 3", isFalse}, {"2 BETWEEN 1 AND NULL", isUnknown}, {"0 BETWEEN 1 AND NULL", isFalse}, {"NULL BETWEEN 1 AND 3", isUnknown},
		{"2 NOT BETWEEN 1 AND 3", isFalse}, {"4 NOT BETWEEN 1 AND 3", isTrue}, {"4 NOT BETWEEN NULL AND 3", isTrue}, {"2 NOT BETWEEN NULL AND 3", isUnknown},
		{"'a' LIKE 'a'", isTrue}, {"'a' LIKE NULL", isUnknown}, {"NULL LIKE 'a'", isUnknown}, {"'a' NOT LIKE NULL", isUnknown}, {"'a' LIKE 'a' ESCAPE NULL", isUnknown},
		{"EXISTS (SELECT NULL)", isTrue}, {"EXISTS (SELECT 1 WHERE 1 = 0)", isFalse}, {"NOT EXISTS (SELECT 1 WHERE 1 = 0)", isTrue},
		{"EXISTS (SELECT 1 WHERE NULL = NULL)", isFalse},
		{"1 IN (SELECT 1)", isTrue}, {"1 IN (SELECT NULL)", isUnknown}, {"1 IN (SELECT 1 WHERE 1 = 0)", isFalse}, {"NULL IN (SELECT 1 WHERE 1 = 0)", isFalse}, {"NULL NOT IN (SELECT 1 WHERE 1 = 0)", isTrue},
		{"1 NOT IN (SELECT NULL)", isUnknown}, {"1 NOT IN (SELECT 2)", isTrue},
		{"1 = ALL (SELECT 1 WHERE 1 = 0)", isTrue}, {"1 = ANY (SELECT 1 WHERE 1 = 0)", isFalse}, {"NULL = ALL (SELECT 1 WHERE 1 = 0)", isTrue},
		{"1 = ANY (SELECT x FROM (VALUES (1), (NULL)) v(x))", isTrue}, {"2 = ANY (SELECT x FROM (VALUES (1), (NULL)) v(x))", isUnknown},
		{"1 = ALL (SELECT x FROM (VALUES (1), (NULL)) v(x))", isUnknown}, {"2 = ALL (SELECT x FROM (VALUES (1), (NULL)) v(x))", isFalse},
		{"2 > ALL (SELECT x FROM (VALUES (0), (1)) v(x))", isTrue}, {"1 > SOME (SELECT x FROM (VALUES (0), (5)) v(x))", isTrue},
		{"1 <> ALL (SELECT x FROM (VALUES (1), (2)) v(x))", isFalse}, {"1 <> ANY (SELECT x FROM (VALUES (1), (2)) v(x))", isTrue},
		{"(SELECT 1 WHERE 1 = 0) IS NULL", isTrue}, {"(SELECT 1 WHERE 1 = 0) = 1", isUnknown},
		{"CASE WHEN NULL = NULL THEN 1 ELSE 0 END = 0", isTrue},
	} {
		got := isUnknown
		switch {
		case rows(t, "SELECT "+holds(c.cond)) == "yes":
			got = isTrue
		case rows(t, "SELECT "+holds("NOT ("+c.cond+")")) == "yes":
			got = isFalse
		}
		if got != c.want {
			t.Errorf("%s is %s, want %s (%s)", c.cond, got, c.want, rows(t, "SELECT "+holds(c.cond)))
		}
	}
}

func TestIsNullAndCoalesce(t *testing.T) {
	checkExprs(t, []exprCase{
		// ISNULL has the type of its first argument, COALESCE the one that wins.
		{"ISNULL(NULL, 1)", "int", "1"},
		{"ISNULL(1, 2)", "int not null", "1"},
		{"ISNULL(CAST(NULL AS varchar(3)), 'abcdef')", "varchar(3) not null", "abc"},
		{"COALESCE(CAST(NULL AS varchar(3)), 'abcdef')", "varchar(6)", "abcdef"},
		{"ISNULL(CAST(NULL AS int), 1.9)", "int", "1"},
		{"COALESCE(CAST(NULL AS int), 1.9)", "numeric(11,1)", "1.9"},
		{"ISNULL(CAST(NULL AS tinyint), 300)", "", "! 220.16."},
		{"ISNULL(CAST(NULL AS int), 'x')", "", "! 245.16.1"},
		{"COALESCE(1, 'x')", "int", "1"},
		{"COALESCE(CAST(NULL AS int), 'x')", "", "! 245.16.1"},
		{"ISNULL(CAST(NULL AS varchar(10)), 5)", "varchar(10)", "5"},
		{"ISNULL(CAST(NULL AS varchar(10)), N'é')", "varchar(10)", "é"},
		{"ISNULL(NULL, NULL)", "int null", "NULL"},
		{"ISNULL(CAST(NULL AS datetime), 0)", "datetime", "Jan  1 1900 12:00AM"},
		{"COALESCE(NULL, NULL, 3)", "int", "3"},
		{"COALESCE(NULL, 'a', N'bc')", "nvarchar(2)", "a"},
		{"COALESCE(NULL, NULL)", "", "! 4127.16.1 At least one of the arguments to COALESCE must be an expression that is not the NULL constant."},
		{"COALESCE(1)", "", "! "},
		{"ISNULL(1)", "", "! 174.15.1 The isnull function requires 2 argument(s)."},
		{"COALESCE(1, 1/0)", "int", "1"},
		{"ISNULL(1, 1/0)", "int", "1"},
		{"NULLIF(1, 1)", "int null", "NULL"},
		{"NULLIF(1, 2)", "int null", "1"},
		{"NULLIF('a', 'A')", "varchar(1) null", "NULL"},
		{"NULLIF('a', NULL)", "varchar(1) null", "a"},
		{"NULLIF(CAST(NULL AS int), 1)", "int null", "NULL"},
		{"NULLIF(1, 1.0)", "int null", "NULL"},
		{"NULLIF(NULL, 1)", "", "! 4151.16.1 The type of the first argument to NULLIF cannot be the NULL constant because the type of the first argument has to be known."},
		{"ISNULL(NULLIF('', ''), 'empty')", "varchar(1)", "e"},
	})
}

func TestCaseAndItsKin(t *testing.T) {
	checkExprs(t, []exprCase{
		{"CASE 1 WHEN 1 THEN 'a' ELSE 'bb' END", "varchar(2)", "a"},
		{"CASE 3 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "varchar(1) null", "NULL"},
		{"CASE NULL WHEN NULL THEN 'a' ELSE 'b' END", "", "b"},
		{"CASE CAST(NULL AS int) WHEN NULL THEN 'a' ELSE 'b' END", "varchar(1)", "b"},
		{"CASE WHEN NULL = 1 THEN 'a' ELSE 'b' END", "varchar(1)", "b"},
		{"CASE 'A' WHEN 'a' THEN 1 ELSE 0 END", "int", "1"},
		{"CASE 1 WHEN 1.0 THEN 'same' ELSE 'other' END", "", "same"},
		{"CASE WHEN 1 = 1 THEN 1 ELSE 2.50 END", "numeric(12,2)", "1.00"},
		{"CASE WHEN 1 = 1 THEN 1 ELSE 'x' END", "int", "1"},
		{"CASE WHEN 1 = 0 THEN 1 ELSE 'x' END", "", "! 245.16.1 Conversion failed when converting the varchar value 'x' to data type int."},
		{"CASE WHEN 1 = 1 THEN 'a' ELSE N'b' END", "nvarchar(1)", "a"},
		{"CASE WHEN 1 = 1 THEN NULL ELSE 1 END", "int null", "NULL"},
		{"CASE WHEN 1 = 1 THEN NULL ELSE NULL END", "", "! 8133.16.1 At least one of the result expressions in a CASE specification must be an expression other than the NULL constant."},
		{"CASE WHEN 1 = 1 THEN 0 WHEN 1/0 = 1 THEN 2 END", "int", "0"},
		{"CASE WHEN 1 = 1 THEN GETDATE() ELSE 'x' END", "datetime", "Mar 15 2024  1:45PM"},
		{"CASE WHEN 1 = 1 THEN CAST(1 AS tinyint) ELSE CAST(2 AS smallint) END", "smallint", "1"},
		{"CASE WHEN 1 = 1 THEN CAST('2024-01-01' AS date) ELSE 1 END", "", "! 206.16.2"},
		{"CASE WHEN 1 = 1 THEN CASE WHEN 2 = 2 THEN 'deep' END END", "varchar(4) null", "deep"},
		{"CASE 1 WHEN 2 THEN 'a' WHEN 1 THEN 'b' WHEN 1 THEN 'c' END", "", "b"},
		{"IIF(1 = 1, 'yes', 'no')", "varchar(3)", "yes"},
		{"IIF(NULL = 1, 'yes', 'no')", "varchar(3)", "no"},
		{"IIF(1 = 1, 1, 2.5)", "numeric(11,1)", "1.0"},
		{"IIF(1 = 1, NULL, 1)", "int null", "NULL"},
		{"IIF(1 = 1, NULL, NULL)", "", "! 8133.16.1"},
		{"IIF(1 = 1 AND 2 = 2 OR 3 = 4, 'a', 'b')", "", "a"},
		{"CHOOSE(2, 'a', 'b', 'c')", "varchar(1) null", "b"},
		{"CHOOSE(0, 'a', 'b')", "varchar(1) null", "NULL"},
		{"CHOOSE(3, 'a', 'b')", "varchar(1) null", "NULL"},
		{"CHOOSE(NULL, 'a', 'b')", "", "NULL"},
		{"CHOOSE(1, 1, 2.5)", "numeric(11,1) null", "1.0"},
		{"CHOOSE(1.9, 'a', 'b')", "", "a"},
		{"CHOOSE(1, 'a', N'bcd')", "nvarchar(3) null", "a"},
	})
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		cond string
		want bool
	}{
		{"'abc' LIKE 'abc'", true}, {"'abc' LIKE 'ABC'", true}, {"'abc' LIKE 'ab'", false}, {"'abc' LIKE 'a%'", true}, {"'abc' LIKE '%c'", true}, {"'abc' LIKE '%b%'", true},
		{"'abc' LIKE '%'", true}, {"'' LIKE '%'", true}, {"'' LIKE '_'", false}, {"'' LIKE ''", true}, {"'abc' LIKE '___'", true}, {"'abc' LIKE '__'", false}, {"'abc' LIKE '_b_'", true},
		{"'abc' LIKE '[a-c]bc'", true}, {"'dbc' LIKE '[a-c]bc'", false}, {"'dbc' LIKE '[^a-c]bc'", true}, {"'abc' LIKE '[abc][abc][abc]'", true}, {"'a-c' LIKE 'a[-]c'", true},
		{"'a%c' LIKE 'a[%]c'", true}, {"'abc' LIKE 'a[%]c'", false}, {"'a_c' LIKE 'a[_]c'", true}, {"'abc' LIKE 'a[_]c'", false}, {"'a[c' LIKE 'a[[]c'", true}, {"'a]c' LIKE 'a]c'", true},
		{"'a%c' LIKE 'a!%c' ESCAPE '!'", true}, {"'abc' LIKE 'a!%c' ESCAPE '!'", false}, {"'a_c' LIKE 'a\\_c' ESCAPE '\\'", true}, {"'a!c' LIKE 'a!!c' ESCAPE '!'", true},
		{"'a%' LIKE '%/%' ESCAPE '/'", true}, {"'a' LIKE '%/%' ESCAPE '/'", false},
		{"'abc ' LIKE 'abc'", true}, {"'abc' LIKE 'abc '", false}, {"N'abc ' LIKE N'abc'", false}, {"' abc' LIKE 'abc'", false},
		{"'ABC' LIKE 'abc' COLLATE Latin1_General_BIN", false}, {"'ABC' COLLATE Latin1_General_CS_AS LIKE 'abc'", false}, {"'ABC' COLLATE Latin1_General_CI_AS LIKE 'abc'", true},
		{"'abc' NOT LIKE 'x%'", true}, {"'abc' NOT LIKE 'a%'", false}, {"NOT 'abc' LIKE 'x%'", true},
		{"123 LIKE '12%'", true}, {"'##MS_DatabaseMasterKey##' LIKE '%DatabaseMasterKey%'", true}, {"N'é' LIKE N'e'", false}, {"'5' LIKE '[0-9]'", true}, {"'x5' LIKE '%[0-9]'", true},
		{"'a\nb' LIKE 'a%b'", true}, {"'aXbXc' LIKE 'a%b%c'", true}, {"'ab' LIKE 'a%b%c'", false}, {"'mississippi' LIKE '%iss%ip%'", true}, {"'[abc]' LIKE '[[]abc]'", true}, {"'abc' LIKE 'abc%%%'", true},
	} {
		want := "no"
		if c.want {
			want = "yes"
		}
		if got := rows(t, "SELECT "+holds(c.cond)); got != want {
			t.Errorf("%s: %s, want %s", c.cond, got, want)
		}
	}
	checkQueries(t, []queryCase{
		{"SELECT 1 WHERE 'a' LIKE 'a' ESCAPE 'xy'", "1! 506.16.1"},
		{"SELECT name FROM people WHERE name LIKE 'a%' OR name LIKE '%d'", "Ann / Cid"},
		{"SELECT name FROM people WHERE name LIKE '%' + 'o' + '%' ORDER BY name", "Bob / Dora"},
		{"SELECT name FROM people WHERE 'Ann Bob' LIKE '%' + name + '%' ORDER BY name", "Ann / Bob"},
		{"DECLARE @p nvarchar(10) = N'c%' SELECT name FROM people WHERE name LIKE @p", "Cid"},
		{"DECLARE @p nvarchar(10) SELECT name FROM people WHERE name LIKE @p", ""},
		{"SELECT name FROM people WHERE city LIKE 'Oslo' ORDER BY id", "Ann / Dora"},
		{"SELECT name FROM people WHERE city NOT LIKE 'Oslo'", "Bob"},
	})
}
