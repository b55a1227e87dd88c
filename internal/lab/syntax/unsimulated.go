package syntax

import (
	"strings"

	"milink/internal/lab/message"
)

// unsimulated are statements that SQL Server knows and this grammar does not, by their
// first words: the statement reference of T-SQL without what the lab has. It is closed: a
// word that is not here is a mistake and gets nothing but its error.
var unsimulated = statementStarts(map[string]string{
	"": `ADD COUNTER SIGNATURE, ADD SENSITIVITY CLASSIFICATION, ADD SIGNATURE, BACKUP SERVICE MASTER KEY,
		BEGIN DISTRIBUTED TRAN, BEGIN DISTRIBUTED TRANSACTION, BULK INSERT, CLOSE ALL SYMMETRIC KEYS, CLOSE SYMMETRIC KEY,
		DISABLE TRIGGER, ENABLE TRIGGER, END CONVERSATION, GET CONVERSATION GROUP, LINENO, MERGE, OPEN SYMMETRIC KEY,
		READTEXT, RESTORE MASTER KEY, RESTORE SERVICE MASTER KEY, SEND ON CONVERSATION, SETUSER, UPDATE STATISTICS,
		UPDATETEXT, WRITETEXT`,
	"CREATE ALTER DROP": `APPLICATION ROLE, ASSEMBLY, ASYMMETRIC KEY, BROKER PRIORITY, COLUMN ENCRYPTION KEY, CREDENTIAL,
		CRYPTOGRAPHIC PROVIDER, DATABASE AUDIT SPECIFICATION, DATABASE SCOPED CREDENTIAL, EVENT SESSION, EXTERNAL DATA SOURCE,
		EXTERNAL LANGUAGE, EXTERNAL LIBRARY, EXTERNAL RESOURCE POOL, FULLTEXT CATALOG, FULLTEXT INDEX, FULLTEXT STOPLIST,
		FUNCTION, INDEX, MESSAGE TYPE, PARTITION FUNCTION, PARTITION SCHEME, QUEUE, REMOTE SERVICE BINDING, RESOURCE POOL,
		ROUTE, SCHEMA, SEARCH PROPERTY LIST, SECURITY POLICY, SEQUENCE, SERVER AUDIT, SERVICE, SYMMETRIC KEY, TRIGGER, VIEW,
		WORKLOAD GROUP, XML SCHEMA COLLECTION`,
	"CREATE DROP": `AGGREGATE, COLUMN MASTER KEY, CONTRACT, DEFAULT, EVENT NOTIFICATION, EXTERNAL FILE FORMAT, EXTERNAL TABLE,
		ROLE, RULE, SERVER ROLE, STATISTICS, SYNONYM, TYPE`,
	"CREATE": `CLUSTERED COLUMNSTORE INDEX, CLUSTERED INDEX, COLUMNSTORE INDEX, NONCLUSTERED COLUMNSTORE INDEX,
		NONCLUSTERED INDEX, OR ALTER FUNCTION, OR ALTER TRIGGER, OR ALTER VIEW, PRIMARY XML INDEX, SELECTIVE XML INDEX,
		SPATIAL INDEX, UNIQUE CLUSTERED INDEX, UNIQUE INDEX, UNIQUE NONCLUSTERED INDEX, XML INDEX`,
	"ALTER": `CERTIFICATE, DATABASE SCOPED CONFIGURATION, PROC, PROCEDURE, RESOURCE GOVERNOR, SERVER CONFIGURATION,
		SERVICE MASTER KEY, TABLE, USER`,
	"DROP": `SENSITIVITY CLASSIFICATION, SIGNATURE`,
})

// statementStarts puts every verb of a key before every object of its list.
func statementStarts(lists map[string]string) map[string]bool {
	starts := map[string]bool{}
	for verbs, objects := range lists {
		for object := range strings.SplitSeq(objects, ",") {
			object = strings.Join(strings.Fields(object), " ")
			for _, verb := range strings.Split(verbs, " ") {
				starts[strings.TrimSpace(verb+" "+object)] = true
			}
		}
	}
	return starts
}

// longestStart is the number of words of the longest entry.
const longestStart = 4

// annotated puts a note before the error of a statement that is right on a server and only
// not in the lab: it was refused before its first words ended, and they are on the list.
// The error may stand in the statement behind: OPEN SYMMETRIC is the opening of a cursor
// until KEY follows.
func (p *parser) annotated() error {
	starts := []int{p.before, p.start}
	if p.tokens[p.errAt].upper == "MERGE" { // behind common table expressions
		starts = []int{p.errAt}
	}
	for _, start := range starts {
		what := p.unsimulatedAt(start)
		if what != "" && p.errAt-start <= strings.Count(what, " ") {
			return message.Errors{message.Simulated(what).At(int(p.err.Line)), p.err}
		}
	}
	return p.err
}

// unsimulatedAt is the longest entry of the list that the tokens from there begin with.
func (p *parser) unsimulatedAt(start int) string {
	var words, found string
	for _, t := range p.tokens[start:min(start+longestStart, len(p.tokens))] {
		if t.kind != wordToken {
			break
		}
		words = strings.TrimSpace(words + " " + t.upper)
		if unsimulated[words] {
			found = words
		}
	}
	return found
}
