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
