package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"milink/internal/facts"
	"milink/internal/rules"
)

const schemas = "../../docs/schemas/"

// validate checks a document against a shipped schema, formats included.
func validate(t *testing.T, schema string, document []byte) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(schemas + schema)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func encode(t *testing.T, document any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, document); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReportsAreValid(t *testing.T) {
	for name, r := range samples() {
		if err := validate(t, "report.v1.schema.json", encode(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty := New(document(), nil, judgement())
	if err := validate(t, "report.v1.schema.json", encode(t, empty)); err != nil {
		t.Errorf("empty: %v", err)
	}
}

// The schema refuses what a report must never be.
func TestReportSchemaRefuses(t *testing.T) {
	good := string(encode(t, mixed()))
	for name, change := range map[string][2]string{
		"another version":     {`"milink/report/v1"`, `"milink/report/v2"`},
		"unknown outcome":     {`"outcome": "pass"`, `"outcome": "skipped"`},
		"a failed warning":    {`"severity": "blocker"`, `"severity": "warning"`},
		"an empty reason":     {`"serverName": "SQL01"`, `"serverName": {"unknown": ""}`},
		"null for unknown":    {`"serverName": "SQL01"`, `"serverName": null`},
		"a key nobody knows":  {`"gate": "create"`, `"gate": "create", "gates": []`},
		"a time without zone": {`"checkedAt": "2026-11-23T07:58:02Z"`, `"checkedAt": "2026-11-23 07:58"`},
		"exit code 1":         {`"exitCode": 2`, `"exitCode": 1`},
	} {
		bad := strings.ReplaceAll(good, change[0], change[1])
		if bad == good {
			t.Errorf("%s: nothing was changed", name)
		}
		if err := validate(t, "report.v1.schema.json", []byte(bad)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// Schema and simulated come first, so that a reader can decide by the first line.
func TestSchemaAndSimulatedComeFirst(t *testing.T) {
	if js := encode(t, blind()); !bytes.HasPrefix(js, []byte("{\n  \"schema\": \"milink/report/v1\",\n  \"simulated\": true,\n")) {
		t.Errorf("report begins with %.80s", js)
	}
	if js := encode(t, document()); !bytes.HasPrefix(js, []byte("{\n  \"schema\": \"milink/facts/v1\",\n  \"simulated\": false,\n")) {
		t.Errorf("facts begin with %.80s", js)
	}
	if js := encode(t, NewRuleList("milink", "1", nil)); !bytes.HasPrefix(js, []byte("{\n  \"schema\": \"milink/rules/v1\",\n  \"simulated\": false,\n")) {
		t.Errorf("rules begin with %.80s", js)
	}
}

func TestRuleListIsValid(t *testing.T) {
	if err := validate(t, "rules.v1.schema.json", encode(t, NewRuleList("milink", "0.1.0", rules.Catalogue()))); err != nil {
		t.Error(err)
	}
}

// The schema of the facts is made from the types of the document: a new fact changes the
// file, and the change is seen in review.
func TestFactsSchemaIsCurrent(t *testing.T) {
	s := typeSchema(reflect.TypeFor[facts.Document]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = "facts.v1.schema.json"
	s["title"] = "milink facts, version 1"
	s["properties"].(map[string]any)["schema"] = map[string]any{"const": facts.Schema}
	s["$defs"] = map[string]any{"unknown": map[string]any{
		"description": "Why the value could not be read.", "type": "object", "additionalProperties": false,
		"required": []string{"unknown"}, "properties": map[string]any{"unknown": map[string]any{"type": "string", "minLength": 1}},
	}}
	got := encode(t, s)
	path := schemas + "facts.v1.schema.json"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types say; run go test ./internal/report -update", path)
	}
}

// typeSchema is the JSON schema of a type of the facts document.
func typeSchema(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[facts.Version]():
		return map[string]any{"type": "string", "pattern": `^\d+\.\d+\.\d+\.\d+$`}
	case strings.HasPrefix(t.Name(), "Fact["):
		get, _ := t.MethodByName("Get")
		return map[string]any{"anyOf": []any{typeSchema(get.Type.Out(0)), map[string]any{"$ref": "#/$defs/unknown"}}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		if t.Elem() == reflect.TypeFor[facts.Instance]() {
			return typeSchema(t.Elem())
		}
		return map[string]any{"anyOf": []any{typeSchema(t.Elem()), map[string]any{"type": "null"}}}
	case reflect.Struct:
		return structSchema(t)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": typeSchema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": typeSchema(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	}
	return map[string]any{"type": "integer"}
}

func structSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		properties[name] = typeSchema(t.Field(i).Type)
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
}

func TestFactsSchema(t *testing.T) {
	d := document()
	d.Probes = []facts.Probe{{Name: "source/databases", Asks: "sys.databases", At: collected, Rows: 4, Error: "Msg 297"}}
	d.Source.Databases = facts.Known([]facts.Database{{Name: "Sales", Files: facts.Known([]facts.File{{Name: "log", Type: 1}}),
		Encryption: facts.Known[*facts.Encryption](nil)}})
	js := encode(t, d)
	if err := validate(t, "facts.v1.schema.json", js); err != nil {
		t.Fatal(err)
	}
	if _, err := facts.Read(js); err != nil {
		t.Fatalf("what the schema accepts must be readable: %v", err)
	}
	for name, change := range map[string][2]string{
		"another version": {`"milink/facts/v1"`, `"milink/facts/v2"`},
		"a null fact":     {`"serverName": "SQL01"`, `"serverName": null`},
		"an unknown key":  {`"simulated": false`, `"simulated": false, "password": "x"`},
		"text for number": {`"rows": 4`, `"rows": "4"`},
	} {
		bad := strings.Replace(string(js), change[0], change[1], 1)
		if err := validate(t, "facts.v1.schema.json", []byte(bad)); bad == string(js) || err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestHarmlessJSONKeepsItsValue(t *testing.T) {
	in := map[string]string{"a": "\x1b[2J\u009b31m\u202e\U000e0001名前\"\\", "b": "plain"}
	js := encode(t, in)
	if i := bytes.IndexFunc(js, func(r rune) bool {
		return r != '\n' && r != ' ' && (r < 0x20 || r == 0x9b || r == 0x202e || r == 0xe0001)
	}); i >= 0 {
		t.Errorf("control character in %q", js)
	}
	var out map[string]string
	if err := json.Unmarshal(js, &out); err != nil || !reflect.DeepEqual(in, out) {
		t.Errorf("%v: %q is not %q", err, out, in)
	}
}
