package instance

import "strings"

// editions are the names of SERVERPROPERTY('Edition') with EditionID and EngineEdition
// (facts/tsql.md B1), by the short word that options and scenarios use.
var editions = map[string]Edition{
	"enterprise":      {Name: "Enterprise Edition (64-bit)", ID: 1804890536, Engine: 3},
	"enterprise core": {Name: "Enterprise Edition: Core-based Licensing (64-bit)", ID: 1872460670, Engine: 3},
	"evaluation":      {Name: "Enterprise Evaluation Edition (64-bit)", ID: 610778273, Engine: 3},
	"developer":       {Name: "Developer Edition (64-bit)", ID: -2117995310, Engine: 3},
	// 2025 splits Developer in two. modelled: both keep the old EditionID, and the standard
	// one has the engine edition of Standard.
	"enterprise developer":  {Name: "Enterprise Developer Edition (64-bit)", ID: -2117995310, Engine: 3},
	"standard developer":    {Name: "Standard Developer Edition (64-bit)", ID: -2117995310, Engine: 2},
	"standard":              {Name: "Standard Edition (64-bit)", ID: -1534726760, Engine: 2},
	"web":                   {Name: "Web Edition (64-bit)", ID: 1293598313, Engine: 2},
	"business intelligence": {Name: "Business Intelligence Edition (64-bit)", ID: 284895786, Engine: 2},
	"express":               {Name: "Express Edition (64-bit)", ID: -1592396055, Engine: 4},
	"express advanced":      {Name: "Express Edition with Advanced Services (64-bit)", ID: -133711905, Engine: 4},
	"azure":                 {Name: "SQL Azure", ID: 1674378470, Engine: 8},
}

// findEdition finds an edition by its short word or by its full name. On 2025 "developer"
// is the enterprise one.
func findEdition(name string, major int) (Edition, bool) {
	if major >= 17 && strings.EqualFold(name, "developer") {
		name = "enterprise developer"
	}
	if e, ok := editions[strings.ToLower(name)]; ok {
		return e, true
	}
	for _, e := range editions {
		if strings.EqualFold(e.Name, name) {
			return e, true
		}
	}
	return Edition{}, false
}
