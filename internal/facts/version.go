package facts

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Version is a four-part product version. Compare it as numbers, never as text.
type Version [4]int

// ParseVersion reads 15.0.4312.2. Missing parts are zero; anything else is an error.
func ParseVersion(s string) (Version, error) {
	var v Version
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 4 {
		return v, fmt.Errorf("product version %q: want major.minor.build.revision", s)
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return Version{}, fmt.Errorf("product version %q: %q is not a number", s, p)
		}
		v[i] = n
	}
	return v, nil
}

// Major is 13 for SQL Server 2016, 17 for 2025.
func (v Version) Major() int { return v[0] }

// AtLeast tells whether v is w or newer.
func (v Version) AtLeast(w Version) bool {
	for i := range v {
		if v[i] != w[i] {
			return v[i] > w[i]
		}
	}
	return true
}

func (v Version) String() string {
	return fmt.Sprintf("%d.%d.%d.%d", v[0], v[1], v[2], v[3])
}

// years are the names of the products by major version.
var years = map[int]string{
	9: "2005", 10: "2008", 11: "2012", 12: "2014", 13: "2016", 14: "2017", 15: "2019", 16: "2022", 17: "2025",
}

// Product is the version as people call it: SQL Server 2022.
func (v Version) Product() string {
	year, ok := years[v.Major()]
	switch {
	case !ok:
		return fmt.Sprintf("SQL Server version %d", v.Major())
	case v.Major() == 10 && v[1] >= 50:
		year += " R2"
	}
	return "SQL Server " + year
}

// MarshalJSON writes the dotted text.
func (v Version) MarshalJSON() ([]byte, error) { return json.Marshal(v.String()) }

// UnmarshalJSON reads the dotted text.
func (v *Version) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	p, err := ParseVersion(s)
	*v = p
	return err
}
