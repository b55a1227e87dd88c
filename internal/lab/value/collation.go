package value

import (
	"slices"
	"strconv"
	"strings"
)

// Collation says how strings compare. The zero Collation is the default one,
// SQL_Latin1_General_CP1_CI_AS: case, kana type and width do not count, accents do.
type Collation struct {
	name           string
	binary         bool
	caseMatters    bool
	accentsIgnored bool
	kanaMatters    bool
	widthMatters   bool
	turkish        bool
	utf8           bool
}

const defaultCollationName = "SQL_Latin1_General_CP1_CI_AS"

// DefaultCollation is what an instance has unless it says otherwise.
var DefaultCollation = Collation{name: defaultCollationName}

// Name is the collation's name as sys.databases shows it.
func (c Collation) Name() string {
	if c.name == "" {
		return defaultCollationName
	}
	return c.name
}

// String is Name.
func (c Collation) String() string { return c.Name() }

// Same tells whether two collations are one; two different ones are a conflict (468).
func (c Collation) Same(o Collation) bool { return strings.EqualFold(c.Name(), o.Name()) }

// CaseSensitive tells whether upper and lower case differ.
func (c Collation) CaseSensitive() bool { return c.binary || c.caseMatters }

// UTF8 tells whether varchar holds UTF-8 under this collation.
func (c Collation) UTF8() bool { return c.utf8 }

// windowsSorts tells whether char and varchar follow the same rules as nvarchar; the SQL_
// collations have an older order for them.
func (c Collation) windowsSorts() bool { return !strings.HasPrefix(c.Name(), "SQL_") }

// ParseCollation finds a collation by name, whatever the case of the name. It is strict:
// a name SQL Server does not have is not a collation (448).
func ParseCollation(name string) (Collation, bool) {
	if sql, ok := sqlCollation(name); ok {
		return sql, true
	}
	parts := strings.Split(name, "_")
	n, family := windowsFamily(parts)
	if n == 0 {
		return Collation{}, false
	}
	c := Collation{turkish: family == "Turkish"}
	rest := parts[n:]
	version := ""
	if len(rest) > 0 && slices.Contains([]string{"90", "100", "140", "160"}, rest[0]) {
		version, rest = rest[0], rest[1:]
	}
	suffix, ok := c.applySuffix(rest, version)
	if !ok {
		return Collation{}, false
	}
	c.name = family + "_" + suffix
	if version != "" {
		c.name = family + "_" + version + "_" + suffix
	}
	return c, true
}

// windowsFamily finds the longest designator the name starts with and how many of its
// parts it takes.
func windowsFamily(parts []string) (int, string) {
	for n := len(parts); n > 0; n-- {
		head := strings.Join(parts[:n], "_")
		for _, family := range windowsFamilies {
			if strings.EqualFold(head, family) {
				return n, family
			}
		}
	}
	return 0, ""
}

// applySuffix reads the sensitivity part, which has a fixed order: CI_AS_KS_WS_VSS_SC_UTF8
// or BIN / BIN2. It returns the part in the spelling of SQL Server.
func (c *Collation) applySuffix(parts []string, version string) (string, bool) {
	upper := make([]string, len(parts))
	for i, p := range parts {
		upper[i] = strings.ToUpper(p)
	}
	rest := upper
	take := func(words ...string) string {
		if len(rest) > 0 && slices.Contains(words, rest[0]) {
			word := rest[0]
			rest = rest[1:]
			return word
		}
		return ""
	}
	if bin := take("BIN", "BIN2"); bin != "" {
		c.binary = true
		c.utf8 = bin == "BIN2" && supplementary(version) && take("UTF8") != ""
		return strings.Join(upper, "_"), len(rest) == 0
	}
	cases, accents := take("CI", "CS"), take("AI", "AS")
	c.caseMatters, c.accentsIgnored = cases == "CS", accents == "AI"
	c.kanaMatters, c.widthMatters = take("KS") != "", take("WS") != ""
	if version == "140" {
		take("VSS")
	}
	if supplementary(version) {
		take("SC")
		c.utf8 = take("UTF8") != ""
	}
	return strings.Join(upper, "_"), cases != "" && accents != "" && len(rest) == 0
}

// supplementary tells whether the version can have _SC and _UTF8.
func supplementary(version string) bool {
	n, err := strconv.Atoi(version)
	return err == nil && n >= 90
}

// sqlCollation finds one of the fixed SQL_ names.
func sqlCollation(name string) (Collation, bool) {
	for _, family := range sqlFamilies {
		for _, suffix := range strings.Fields(family.suffixes) {
			full := "SQL_" + family.name + "_" + suffix
			if strings.EqualFold(full, name) {
				return Collation{
					name:           full,
					binary:         strings.HasPrefix(suffix, "BIN"),
					caseMatters:    strings.HasPrefix(suffix, "CS"),
					accentsIgnored: strings.HasSuffix(suffix, "AI"),
				}, true
			}
		}
	}
	return Collation{}, false
}
