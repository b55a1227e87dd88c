package engine

import "testing"

func TestXMLStringValue(t *testing.T) {
	for _, tt := range []struct {
		document string
		first    bool
		want     any
	}{
		{"", false, ""},
		{"", true, nil},
		{",a,b", false, ",a,b"},
		{"a &lt; b &amp;&#x0D;c", false, "a < b &\rc"},
		{"<x>a</x><x>b</x>", false, "ab"},
		{"<x>a</x><x>b</x>", true, "a"},
	} {
		if got, err := xmlStringValue(tt.document, tt.first); err != nil || got != tt.want {
			t.Errorf("xmlStringValue(%q, %v) = %v, %v; want %v", tt.document, tt.first, got, err, tt.want)
		}
	}
	if _, err := xmlStringValue("<x>", false); err == nil {
		t.Error("a document that is not well-formed must be refused")
	}
}
