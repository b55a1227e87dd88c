package facts

import (
	"encoding/json"
	"testing"
)

func TestFactForms(t *testing.T) {
	for _, c := range []struct {
		name string
		fact Fact[[]int]
		json string
	}{
		{"known", Known([]int{1, 2}), `[1,2]`},
		{"known and empty", Known([]int{}), `[]`},
		{"unknown", Unknown[[]int]("Msg 300: denied"), `{"unknown":"Msg 300: denied"}`},
		{"zero", Fact[[]int]{}, `{"unknown":"not asked"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := json.Marshal(c.fact)
			if err != nil || string(data) != c.json {
				t.Fatalf("wrote %s (%v), want %s", data, err, c.json)
			}
			var back Fact[[]int]
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatal(err)
			}
			if back.Known() != c.fact.Known() || back.Why() != c.fact.Why() || len(back.Or(nil)) != len(c.fact.Or(nil)) {
				t.Errorf("read back %+v, wrote %+v", back, c.fact)
			}
		})
	}
}

func TestFactRefusesNull(t *testing.T) {
	var f Fact[string]
	if err := json.Unmarshal([]byte("null"), &f); err == nil {
		t.Error("null became a fact")
	}
}

func TestFactOfStructWithUnknownLikeObject(t *testing.T) {
	var f Fact[Cluster]
	if err := json.Unmarshal([]byte(`{"name":"CL1","nodes":["A"]}`), &f); err != nil || !f.Known() {
		t.Fatalf("%v %v", f, err)
	}
	if err := json.Unmarshal([]byte(`{"unknown":"hidden"}`), &f); err != nil || f.Known() || f.Why() != "hidden" {
		t.Fatalf("%v %v", f, err)
	}
}

func TestZeroIsUnknown(t *testing.T) {
	var f Fact[bool]
	if v, ok := f.Get(); ok || v || f.Why() != "not asked" || f.Or(true) != true {
		t.Errorf("%v %v %q", v, ok, f.Why())
	}
}
