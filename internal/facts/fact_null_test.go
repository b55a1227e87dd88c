package facts

import (
	"encoding/json"
	"testing"
)

// A database without TDE is a known answer and must survive the file.
func TestKnownNilPointerIsNoneAndComesBack(t *testing.T) {
	js, err := json.Marshal(Known[*Encryption](nil))
	if err != nil || string(js) != "null" {
		t.Fatalf("%s, %v", js, err)
	}
	var back Fact[*Encryption]
	if err := json.Unmarshal([]byte(`null`), &back); err != nil {
		t.Fatal(err)
	}
	// Inside a document encoding/json calls UnmarshalJSON with the null as well.
	var d Database
	if err := json.Unmarshal([]byte(`{"encryption": null}`), &d); err != nil {
		t.Fatal(err)
	}
	if e, ok := d.Encryption.Get(); !ok || e != nil {
		t.Errorf("got %v, known %v", e, ok)
	}
}

func TestKnownNilListIsEmptyAndComesBack(t *testing.T) {
	js, err := json.Marshal(struct {
		A Fact[[]string]
		B Fact[map[string]bool]
	}{Known[[]string](nil), Known[map[string]bool](nil)})
	if err != nil || string(js) != `{"A":[],"B":{}}` {
		t.Fatalf("%s, %v", js, err)
	}
	var back Fact[[]string]
	if err := json.Unmarshal([]byte("null"), &back); err == nil {
		t.Error("null is no list")
	}
}
