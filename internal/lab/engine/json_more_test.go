package engine

import "testing"

func TestOpenJSON(t *testing.T) {
	checkQueries(t, []queryCase{
		{`SELECT [key], value, type FROM OPENJSON('["a", 1, null, true, {"x":1}, [2]]')`, `0|a|1 / 1|1|2 / 2|NULL|0 / 3|true|3 / 4|{"x":1}|5 / 5|[2]|4`},
		{`SELECT [key] FROM OPENJSON('{}')`, ""},
		{`SELECT COUNT(*) FROM OPENJSON(NULL)`, "0"},
		{`SELECT value FROM OPENJSON('{"a":{"b":[1,2]}}', '$.a.b')`, "1 / 2"},
		{`SELECT value FROM OPENJSON('{"a":1}', '$.gone')`, ""},
		{`SELECT value FROM OPENJSON('{"a":1}', 'strict $.gone')`, "1! 13608.16."},
		{`SELECT value FROM OPENJSON('{a}')`, "1! 13609.16."},
		{`SELECT value FROM OPENJSON('')`, "1! 13609.16."},
		{`SELECT a, b FROM OPENJSON('[{"a":1,"b":"x"},{"a":2}]') WITH (a int, b varchar(5))`, "1|x / 2|NULL"},
		{`SELECT n FROM OPENJSON('{"a":{"n":5}}') WITH (n int '$.a.n')`, "5"},
		{`SELECT j FROM OPENJSON('{"j":{"k":[1]}}') WITH (j nvarchar(max) AS JSON)`, `{"k":[1]}`},
		{`SELECT j FROM OPENJSON('{"j":{"k":[1]}}') WITH (j nvarchar(100))`, "NULL"},
		{`SELECT A FROM OPENJSON('{"a":1}') WITH (A int)`, "NULL"}, // paths know case
		{`SELECT a FROM OPENJSON('{"a":"x"}') WITH (a int)`, "1! 245.16."},
		{`SELECT d FROM OPENJSON('{"d":"2024-01-02"}') WITH (d date)`, "2024-01-02"},
		{`SELECT b FROM OPENJSON('{"b":true}') WITH (b bit)`, "1"},
		{`SELECT p.id, j.value FROM people p CROSS APPLY OPENJSON('[1,2]') j WHERE p.id = 1`, "1|1 / 1|2"},
	})
	checkTypes(t, []queryCase{
		{`SELECT * FROM OPENJSON('{}')`, "key nvarchar(4000), value nvarchar(max) null, type tinyint"},
		{`SELECT * FROM OPENJSON('{}') WITH (a int, b decimal(5,2))`, "a int null, b decimal(5,2) null"},
	})
}

func TestJSONOfTypes(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT 1 AS a, 'x' AS b, NULL AS c, CAST(1 AS bit) AS d FOR JSON PATH", `[{"a":1,"b":"x","d":true}]`},
		{"SELECT 1.50 AS a, 2e0 AS b, $3 AS c FOR JSON PATH", `[{"a":1.50,"b":2.000000000000000e+000,"c":3.0000}]`},
		{"SELECT CAST('2024-01-02' AS date) AS a, CAST('2024-01-02 03:04:05.678' AS datetime2(3)) AS b FOR JSON PATH", `[{"a":"2024-01-02","b":"2024-01-02T03:04:05.678"}]`},
		{"SELECT CAST('03:04:05' AS time(0)) AS a FOR JSON PATH", `[{"a":"03:04:05"}]`},
		{"SELECT CAST('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' AS uniqueidentifier) AS a FOR JSON PATH", `[{"a":"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"}]`},
		{"SELECT 0x0102 AS a FOR JSON PATH", `[{"a":"AQI="}]`},
		{"SELECT '' AS a FOR JSON PATH", `[{"a":""}]`},
		{"SELECT CHAR(1) AS a FOR JSON PATH", `[{"a":"\u0001"}]`},
		{"SELECT N'é😀' AS a FOR JSON PATH", `[{"a":"é😀"}]`},
		{"SELECT 1 AS [a.b], 2 AS [a.c], 3 AS d FOR JSON PATH", `[{"a":{"b":1,"c":2},"d":3}]`},
		{"SELECT 1 AS [a.b], 2 AS [d], 3 AS [a.c] FOR JSON PATH", "1! 13601.16."},
		{"SELECT 1 AS a, 2 AS a FOR JSON PATH", "1! 13601.16."},
		{"SELECT id AS a FROM people WHERE id < 3 FOR JSON PATH, ROOT('x')", `{"x":[{"a":1},{"a":2}]}`},
		{"SELECT id AS a FROM people WHERE id = 1 FOR JSON PATH, ROOT", `{"root":[{"a":1}]}`},
		{"SELECT id AS a FROM people WHERE id < 3 FOR JSON PATH, WITHOUT_ARRAY_WRAPPER", `{"a":1},{"a":2}`},
		{"SELECT city AS a FROM people WHERE id = 3 FOR JSON PATH", "[{}]"},
		{"SELECT city AS a FROM people WHERE id = 3 FOR JSON PATH, INCLUDE_NULL_VALUES", `[{"a":null}]`},
		{"SELECT ISNULL((SELECT id FROM people WHERE id = 9 FOR JSON PATH), 'none')", "none"},
		{"SELECT id FROM people WHERE id = 9 FOR JSON PATH", ""},
		{"DECLARE @j nvarchar(max) = (SELECT id FROM people WHERE id < 3 FOR JSON PATH) SELECT JSON_VALUE(@j, '$[1].id')", "2"},
		{"SELECT (SELECT 1 AS x FOR JSON PATH) AS j FOR JSON PATH", `[{"j":[{"x":1}]}]`},
		{"SELECT (SELECT 1 AS x FOR JSON PATH, WITHOUT_ARRAY_WRAPPER) AS j FOR JSON PATH", `[{"j":"{\"x\":1}"}]`},
		{"SELECT JSON_QUERY((SELECT 1 AS x FOR JSON PATH, WITHOUT_ARRAY_WRAPPER)) AS j FOR JSON PATH", `[{"j":{"x":1}}]`},
		{"SELECT id, name FROM people WHERE id = 1 FOR JSON AUTO", `[{"id":1,"name":"Ann"}]`},
		{"SELECT 1 AS a FOR JSON AUTO", "1! 13600.16."},
	})
}

func TestXMLOfRows(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT id, name FROM people WHERE id < 3 FOR XML PATH", "<row><id>1</id><name>Ann</name></row><row><id>2</id><name>Bob</name></row>"},
		{"SELECT id FROM people WHERE id < 3 FOR XML PATH('p'), ROOT('all')", "<all><p><id>1</id></p><p><id>2</id></p></all>"},
		{"SELECT id AS [@key], name AS [who/name] FROM people WHERE id = 1 FOR XML PATH('p')", `<p key="1"><who><name>Ann</name></who></p>`},
		{"SELECT name AS [text()] FROM people ORDER BY id FOR XML PATH('')", "AnnBobCidDora"},
		{"SELECT city AS c FROM people WHERE id = 3 FOR XML PATH('p')", "<p/>"},
		{"SELECT '<a & b>' FOR XML PATH('')", "&lt;a &amp; b&gt;"},
		{"SELECT STUFF((SELECT ', ' + name FROM people ORDER BY name FOR XML PATH('')), 1, 2, '')", "Ann, Bob, Cid, Dora"},
		{"SELECT CAST(1 AS bit) AS b, 1.50 AS d FOR XML PATH('p')", "<p><b>1</b><d>1.50</d></p>"},
	})
}

func TestStringSplit(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT value FROM STRING_SPLIT('a,b,,c', ',')", "a / b /  / c"},
		{"SELECT COUNT(*) FROM STRING_SPLIT('', ',')", "1"},
		{"SELECT COUNT(*) FROM STRING_SPLIT(NULL, ',')", "0"},
		{"SELECT value FROM STRING_SPLIT('abc', ',')", "abc"},
		{"SELECT value FROM STRING_SPLIT('a,b', ',,')", "1! 214.16."},
		{"SELECT p.id, s.value FROM people p CROSS APPLY STRING_SPLIT(p.name, 'n') s WHERE p.id = 1 ORDER BY s.value DESC", "1|A / 1| / 1|"},
	})
}
