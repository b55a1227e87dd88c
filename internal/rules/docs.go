package rules

// The pages the catalogue rests on. checked is the day their content, as kept in the
// project's fact sheets, was last compared with the rules.
const checked = "2026-11-23"

const (
	linkDocs = "https://learn.microsoft.com/en-us/azure/azure-sql/managed-instance/"
	arcDocs  = "https://learn.microsoft.com/en-us/sql/sql-server/azure-arc/"
	sqlDocs  = "https://learn.microsoft.com/en-us/sql/"
)

func docs(urls ...string) []Doc {
	out := make([]Doc, len(urls))
	for i, u := range urls {
		out[i] = Doc{URL: u, Checked: checked}
	}
	return out
}

// The articles by what they treat.
const (
	prepareArticle  = arcDocs + "migration-sql-mi-prepare-link"
	troubleArc      = arcDocs + "migrate-to-azure-sql-managed-instance-troubleshoot"
	prepareLink     = linkDocs + "managed-instance-link-preparation"
	overviewLink    = linkDocs + "managed-instance-link-feature-overview"
	scriptsLink     = linkDocs + "managed-instance-link-configure-how-to-scripts"
	wsfcLink        = linkDocs + "managed-instance-link-preparation-wsfc"
	bestPractices   = linkDocs + "managed-instance-link-best-practices"
	troubleLink     = linkDocs + "managed-instance-link-troubleshoot-how-to"
	extendGroup     = linkDocs + "managed-instance-link-extend-availability-group"
	tdeMigrate      = linkDocs + "tde-certificate-migrate"
	createGroupPage = sqlDocs + "t-sql/statements/create-availability-group-transact-sql"
	endpointPage    = sqlDocs + "t-sql/statements/create-endpoint-transact-sql"
	traceStatusPage = sqlDocs + "t-sql/database-console-commands/dbcc-tracestatus-transact-sql"
	azureRoots      = "https://learn.microsoft.com/en-us/azure/security/fundamentals/azure-certificate-authority-details"
)

// Every gate, the two before the link exists, and so on: what a rule may guard.
func always() []Gate     { return []Gate{Prepare, Create, Cutover} }
func fromCreate() []Gate { return []Gate{Create, Cutover} }
func untilLink() []Gate  { return []Gate{Prepare, Create} }
func onCreate() []Gate   { return []Gate{Create} }
