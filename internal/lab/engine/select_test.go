package engine

import "testing"

func TestSelectRows(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"SELECT 1", "1"},
		{"SELECT id, name FROM people WHERE age > 26 ORDER BY name DESC", lines("2|Bob", "1|Ann")},
		{"SELECT name FROM people WHERE age > 26 OR city IS NULL ORDER BY 1", lines("Ann", "Bob", "Cid")},
		{"SELECT name FROM people WHERE NOT (age > 26) ORDER BY name", "Cid"}, // NULL is not true either way
		{"SELECT p.name, o.amount FROM people p JOIN orders o ON o.person_id = p.id ORDER BY o.id", lines("Ann|10.50", "Ann|20.00", "Bob|5.00")},
		{"SELECT p.name, o.id FROM people p LEFT JOIN orders o ON o.person_id = p.id AND o.paid = 1 ORDER BY p.id", lines("Ann|10", "Bob|12", "Cid|NULL", "Dora|NULL")},
		{"SELECT p.name, o.id FROM people p RIGHT JOIN orders o ON o.person_id = p.id ORDER BY o.id", lines("Ann|10", "Ann|11", "Bob|12", "NULL|13")},
		{"SELECT p.name, o.id FROM people p FULL JOIN orders o ON o.person_id = p.id AND p.id = 1 ORDER BY p.id, o.id", lines("NULL|12", "NULL|13", "Ann|10", "Ann|11", "Bob|NULL", "Cid|NULL", "Dora|NULL")},
		{"SELECT COUNT(*) FROM people CROSS JOIN orders", "16"},
		{"SELECT COUNT(*) FROM people, orders WHERE people.id = orders.person_id", "3"},
		{"SELECT a.n FROM numbers a JOIN numbers b ON a.n = b.n + 8", lines("9", "10")},
		{"SELECT TOP 3 n FROM numbers ORDER BY n DESC", lines("10", "9", "8")},
		{"SELECT TOP (25) PERCENT n FROM numbers ORDER BY n", lines("1", "2", "3")},
		{"SELECT TOP 2 WITH TIES name, city FROM people WHERE city IS NOT NULL ORDER BY city", lines("Ann|Oslo", "Dora|Oslo")},
		{"SELECT TOP 1 WITH TIES name, city FROM people WHERE city IS NOT NULL ORDER BY city", lines("Ann|Oslo", "Dora|Oslo")},
		{"SELECT n FROM numbers ORDER BY n OFFSET 8 ROWS", lines("9", "10")},
		{"SELECT n FROM numbers ORDER BY n OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY", lines("3", "4")},
		{"SELECT DISTINCT city FROM people ORDER BY city", lines("NULL", "Oslo", "Rome")},
		{"SELECT name AS x FROM people ORDER BY x DESC", lines("Dora", "Cid", "Bob", "Ann")},
		{"SELECT name FROM people ORDER BY LEN(name) DESC, name", lines("Dora", "Ann", "Bob", "Cid")},
		{"SELECT TOP 0 1", ""},
		{"SELECT 1 UNION SELECT 2 UNION SELECT 1 ORDER BY 1", lines("1", "2")},
		{"SELECT 1 UNION ALL SELECT 1", lines("1", "1")},
		{"SELECT n FROM numbers EXCEPT SELECT n FROM numbers WHERE n > 2", lines("1", "2")},
		{"SELECT n FROM numbers INTERSECT SELECT n FROM numbers WHERE n > 8", lines("9", "10")},
		{"SELECT city FROM people UNION SELECT NULL ORDER BY city", lines("NULL", "Oslo", "Rome")},
		{"SELECT x, y FROM (VALUES (1, 'a'), (2, NULL)) v(x, y) ORDER BY x DESC", lines("2|NULL", "1|a")},
		{"SELECT name FROM people WHERE name LIKE 'D%' OR name LIKE '_i[a-e]'", lines("Cid", "Dora")},
		{"SELECT name FROM people WHERE city IN ('rome', 'paris')", "Bob"},
		{"SELECT name FROM people WHERE city NOT IN ('rome', NULL)", ""},
		{"SELECT n FROM numbers WHERE n BETWEEN 3 AND 4 AND n NOT BETWEEN 4 AND 9", "3"},
		{"SELECT CASE city WHEN 'Oslo' THEN 1 WHEN 'Rome' THEN 2 ELSE 0 END FROM people ORDER BY id", lines("1", "2", "0", "1")},
		{"SELECT name FROM people WHERE name = 'ANN  '", "Ann"},
		{"SELECT name FROM people WHERE name = 'ANN' COLLATE Latin1_General_BIN", ""},
		{"SELECT DB.name FROM sys.databases AS db WHERE db.database_id = 1", "master"},
		{"SELECT sys.databases.name, databases.database_id FROM sys.databases WHERE sys.databases.database_id > 1", "shop|5"},
		{"SELECT p.* FROM people p JOIN orders o ON o.person_id = p.id WHERE o.id = 12", "2|Bob|Rome|41"},
	} {
		if got := rows(t, c.query); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}

func TestSubqueriesAndApply(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM orders o WHERE o.person_id = p.id)", lines("Ann", "Bob")},
		{"SELECT name FROM people WHERE id NOT IN (SELECT person_id FROM orders)", ""}, // a NULL among them
		{"SELECT name FROM people WHERE id IN (SELECT person_id FROM orders WHERE person_id IS NOT NULL)", lines("Ann", "Bob")},
		{"SELECT name, (SELECT SUM(amount) FROM orders o WHERE o.person_id = p.id) FROM people p", lines("Ann|30.50", "Bob|5.00", "Cid|NULL", "Dora|NULL")},
		{"SELECT n FROM numbers WHERE n > ALL (SELECT id - 4 FROM orders)", lines("10")},
		{"SELECT n FROM numbers WHERE n = ANY (SELECT person_id FROM orders)", lines("1", "2")},
		{"SELECT p.name, x.id FROM people p CROSS APPLY (SELECT TOP 1 o.id FROM orders o WHERE o.person_id = p.id ORDER BY o.id DESC) x", lines("Ann|11", "Bob|12")},
		{"SELECT p.name, x.id FROM people p OUTER APPLY (SELECT TOP 1 o.id FROM orders o WHERE o.person_id = p.id ORDER BY o.id DESC) x ORDER BY p.id", lines("Ann|11", "Bob|12", "Cid|NULL", "Dora|NULL")},
		// Outer references two levels up, inside an APPLY body that has joins of its own.
		{`SELECT p.name, x.total FROM people p CROSS APPLY (
			SELECT SUM(o.amount) AS total FROM orders o JOIN numbers n ON n.n = o.person_id
			WHERE o.person_id = p.id AND EXISTS (SELECT 1 FROM numbers m WHERE m.n = o.person_id AND m.n = p.id)) x
			WHERE x.total IS NOT NULL`, lines("Ann|30.50", "Bob|5.00")},
		{"SELECT v.k FROM people p CROSS APPLY (VALUES (p.id), (p.id * 10)) v(k) WHERE p.id < 3", lines("1", "10", "2", "20")},
		{"SELECT a.x, b.x FROM numbers n CROSS APPLY fn_twice(n.n) a CROSS APPLY fn_twice(a.x + n.n) b WHERE n.n = 1", lines("1|2", "1|2", "1|2", "1|2")},
		{"WITH c AS (SELECT id, name FROM people WHERE id < 3), d(k) AS (SELECT id FROM c) SELECT k FROM d", lines("1", "2")},
		{"WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT SUM(n) FROM r", "15"},
		{"WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 200) SELECT COUNT(*) FROM r OPTION (MAXRECURSION 0)", "200"},
		{"WITH c AS (SELECT 1 AS a) SELECT c1.a, c2.a FROM c c1, c c2", "1|1"},
		{"SELECT value FROM STRING_SPLIT('a,b,,c', ',')", lines("a", "b", "", "c")},
		{"SELECT [key], value, type FROM OPENJSON('{\"a\":1,\"b\":\"x\",\"c\":null,\"d\":[1, 2],\"e\":true}')", lines("a|1|2", "b|x|1", "c|NULL|0", "d|[1, 2]|4", "e|true|3")},
		{"SELECT * FROM OPENJSON('[{\"id\":1,\"n\":{\"k\":\"v\"}},{\"id\":2}]') WITH (id int, k nvarchar(10) '$.n.k', n nvarchar(max) AS JSON)", lines(`1|v|{"k":"v"}`, "2|NULL|NULL")},
		{"SELECT p.id, j.value FROM people p CROSS APPLY OPENJSON(CONCAT('[', p.id, ']')) j WHERE p.id < 3", lines("1|1", "2|2")},
	} {
		if got := rows(t, c.query); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}

func TestGroupsAndWindows(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"SELECT city, COUNT(*), MIN(name) FROM people GROUP BY city ORDER BY city", lines("NULL|1|Cid", "Oslo|2|Ann", "Rome|1|Bob")},
		{"SET ANSI_WARNINGS OFF SELECT COUNT(age), COUNT(DISTINCT city), SUM(age), AVG(age), MAX(age) FROM people", "3|2|96|32|41"},
		{"SELECT SUM(n) FROM numbers WHERE n > 100", "NULL"},
		{"SELECT COUNT(*) FROM numbers WHERE n > 100", "0"},
		{"SELECT n % 3, SUM(n) FROM numbers GROUP BY n % 3 HAVING COUNT(*) > 3", "1|22"},
		{"SELECT UPPER(p.city) + '!' FROM people p WHERE city IS NOT NULL GROUP BY UPPER(city) ORDER BY UPPER(city)", lines("OSLO!", "ROME!")},
		{"SELECT city FROM people GROUP BY city ORDER BY COUNT(*) DESC, city", lines("Oslo", "NULL", "Rome")},
		{"SELECT STRING_AGG(name, ', ') WITHIN GROUP (ORDER BY name DESC) FROM people", "Dora, Cid, Bob, Ann"},
		{"SELECT STRING_AGG(city, ';') FROM people", "Oslo;Rome;Oslo"},
		{"SELECT AVG(amount) FROM orders", "9.122500"},
		{"SELECT name, ROW_NUMBER() OVER (ORDER BY age DESC) FROM people ORDER BY id", lines("Ann|2", "Bob|1", "Cid|3", "Dora|4")},
		{"SELECT name, ROW_NUMBER() OVER (PARTITION BY city ORDER BY id) r FROM people ORDER BY city, r", lines("Cid|1", "Ann|1", "Dora|2", "Bob|1")},
		{"SELECT RANK() OVER (ORDER BY city), DENSE_RANK() OVER (ORDER BY city) FROM people ORDER BY id", lines("2|2", "4|3", "1|1", "2|2")},
		{"SELECT n, NTILE(4) OVER (ORDER BY n) FROM numbers WHERE n > 4 ORDER BY n", lines("5|1", "6|1", "7|2", "8|2", "9|3", "10|4")},
		{"SELECT n, LAG(n) OVER (ORDER BY n), LEAD(n, 2, 0) OVER (ORDER BY n) FROM numbers WHERE n < 4", lines("1|NULL|3", "2|1|0", "3|2|0")},
		{"SELECT n, SUM(n) OVER (ORDER BY n), SUM(n) OVER () FROM numbers WHERE n < 4", lines("1|1|6", "2|3|6", "3|6|6")},
		{"SELECT n, SUM(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM numbers WHERE n < 4", lines("1|1", "2|3", "3|5")},
		{"SELECT city, SUM(COUNT(*)) OVER () FROM people GROUP BY city ORDER BY city", lines("NULL|4", "Oslo|4", "Rome|4")},
		{"SELECT FIRST_VALUE(name) OVER (PARTITION BY city ORDER BY id DESC) FROM people ORDER BY id", lines("Dora", "Bob", "Cid", "Dora")},
		{"SELECT x.n FROM (SELECT n, ROW_NUMBER() OVER (ORDER BY n DESC) r FROM numbers) x WHERE x.r = 2", "9"},
	} {
		w := newTestWorld()
		if got := rowsOn(t, w, c.query); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}
