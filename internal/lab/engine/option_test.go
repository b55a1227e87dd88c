package engine

import "testing"

func TestDateFormat(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT CONVERT(varchar(10), CAST('03/04/2024' AS datetime), 120)", "2024-03-04"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CAST('03/04/2024' AS datetime), 120)", "2024-04-03"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CAST('25/12/2024' AS date), 120)", "2024-12-25"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CAST('12/25/2024' AS datetime), 120)", "1! 242.16.3"},
		{"SET DATEFORMAT ymd SELECT CONVERT(varchar(10), CAST('24/03/04' AS datetime), 120)", "2024-03-04"},
		{"SET DATEFORMAT 'dmy' SELECT ISDATE('31/12/2024'), ISDATE('12/31/2024')", "1|0"},
		{"SET DATEFORMAT dmy SET DATEFORMAT mdy SELECT ISDATE('31/12/2024'), ISDATE('12/31/2024')", "0|1"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CAST('20240304' AS datetime), 120)", "2024-03-04"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CAST('2024-03-04T00:00:00' AS datetime), 120)", "2024-03-04"},
		{"SET DATEFORMAT dmy DECLARE @d datetime = '01/02/2024' SELECT MONTH(@d)", "2"},
		{"SET DATEFORMAT dmy SELECT 1 WHERE CAST('2024-02-01T00:00:00' AS datetime) = '01/02/2024'", "1"},
		{"SET DATEFORMAT dmy SELECT CONVERT(varchar(10), CONVERT(datetime, '03/04/2024', 101), 120)", "2024-03-04"},
		{"SET DATEFORMAT xyz", "1! 2741.16.1 SET DATEFORMAT date order 'xyz' is invalid."},
		{"SET DATEFORMAT dym", "1! 401.16."},
		{"SET LANGUAGE British SELECT MONTH(CAST('01/02/2024' AS datetime)), @@DATEFIRST", "1! 5703.0. / 2|1"},
		{"SET LANGUAGE British SET LANGUAGE us_english SELECT MONTH(CAST('01/02/2024' AS datetime)), @@DATEFIRST", "1! 5703.0. / 1! 5703.0. / 1|7"},
		{"SET LANGUAGE 'Klingon'", "1! 2740.16.1 SET LANGUAGE failed because 'Klingon' is not an official language name or a language alias on this SQL Server."},
		{"EXEC ('SET DATEFORMAT dmy') SELECT ISDATE('31/12/2024')", "0"},
	})
}

func TestDateFirst(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT @@DATEFIRST, DATEPART(weekday, '2024-03-17')", "7|1"},
		{"SET DATEFIRST 1 SELECT @@DATEFIRST, DATEPART(weekday, '2024-03-17')", "1|7"},
		{"SET DATEFIRST 1 SELECT DATEPART(week, '2024-03-17'), DATEPART(week, '2024-03-18')", "11|12"},
		{"SET DATEFIRST 1 SELECT DATEDIFF(week, '2024-03-16', '2024-03-17')", "1"}, // always by Sunday
		{"SET DATEFIRST 8", "1! 2742.16.1 SET DATEFIRST 8 is out of range."},
		{"SET DATEFIRST 0", "1! 2742.16.1"},
		{"DECLARE @d int = 3 SET DATEFIRST @d SELECT @@DATEFIRST", "3"},
	})
}

func TestTextSize(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT @@TEXTSIZE", "2147483647"},
		{"SET TEXTSIZE 4 SELECT CAST('abcdef' AS varchar(max)), 'abcdef'", "abcd|abcdef"},
		{"SET TEXTSIZE 4 SELECT CAST('abcdef' AS nvarchar(max))", "ab"},
		{"SET TEXTSIZE 2 SELECT CAST(0x010203 AS varbinary(max))", "0x0102"},
		{"SET TEXTSIZE 4 SELECT CAST(NULL AS varchar(max))", "NULL"},
		{"SET TEXTSIZE 4 SELECT CAST('abcdef' AS varchar(10))", "abcdef"},
		{"SET TEXTSIZE 0 SELECT @@TEXTSIZE", "2147483647"},
		{"SET TEXTSIZE -1 SELECT @@TEXTSIZE, CAST('abc' AS varchar(max))", "2147483647|abc"},
		// Only what is sent is cut.
		{"SET TEXTSIZE 4 SELECT LEN(CAST('abcdef' AS varchar(max)))", "6"},
	})
}

func TestAnsiNulls(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SELECT id FROM people WHERE city = NULL", ""},
		{"SET ANSI_NULLS OFF SELECT id FROM people WHERE city = NULL", "3"},
		{"SET ANSI_NULLS OFF SELECT id FROM people WHERE city <> NULL", "1 / 2 / 4"},
		{"SET ANSI_NULLS OFF DECLARE @c nvarchar(30) SELECT id FROM people WHERE city = @c", "3"},
		{"SET ANSI_NULLS OFF DECLARE @c nvarchar(30) = N'Oslo' SELECT id FROM people WHERE city <> @c", "2 / 3"},
		{"SET ANSI_NULLS OFF SELECT id FROM people WHERE city <> 'Oslo'", "2"},
		{"SET ANSI_NULLS OFF SELECT a.id FROM people a JOIN people b ON a.city = b.city WHERE a.id = 3", ""},
		{"SET ANSI_NULLS OFF SELECT id FROM people WHERE city > NULL", ""},
		{"SET ANSI_NULLS OFF SELECT id FROM people WHERE city IS NULL", "3"},
		{"SET ANSI_NULLS OFF SET ANSI_NULLS ON SELECT id FROM people WHERE city = NULL", ""},
		{"SET ANSI_NULLS OFF IF NULL = NULL PRINT 'equal'", "1> equal"},
	})
}

func TestOtherOptions(t *testing.T) {
	checkQueries(t, []queryCase{
		{"SET LOCK_TIMEOUT 1800 SELECT @@LOCK_TIMEOUT", "1800"},
		{"SELECT @@LOCK_TIMEOUT", "-1"},
		{"SET ROWCOUNT 3 SELECT n FROM numbers", "1 / 2 / 3"},
		{"SET ROWCOUNT 3 SELECT COUNT(*) FROM numbers", "10"},
		{"SET QUOTED_IDENTIFIER OFF SELECT @@OPTIONS & 256", "0"},
		{"SET XACT_ABORT ON SELECT @@OPTIONS & 16384", "16384"},
		{"SET ANSI_NULLS, ANSI_PADDING OFF SELECT @@OPTIONS & 48", "0"},
		{"SET NOSUCH ON", "1! 195.15."},
		{"SET SHOWPLAN_XML ON", "1! 262.14."},
		{"SET STATISTICS XML ON", "1! 262.14."},
		{"SET CONCAT_NULL_YIELDS_NULL OFF SELECT 'a' + NULL", "a"},
		{"SET TRANSACTION ISOLATION LEVEL SNAPSHOT SELECT 1", "1"},
		{"SET PARSEONLY ON SELECT gone FROM nothing", ""},
		{"SET CONCAT_NULL_YIELDS_NULL OFF SELECT city + N'!' FROM people WHERE id > 2", "! / Oslo!"},
	})
}
