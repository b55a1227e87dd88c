package config

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../docs/schemas/milink.yaml.schema.json"

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate asks the schema as an editor does: the YAML turned into JSON values.
func validate(t *testing.T, s *jsonschema.Schema, body string) error {
	t.Helper()
	js, err := yaml.YAMLToJSON([]byte(body))
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(js)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

// The editor and the program agree on these files, good and bad.
func TestSchemaAgreesWithTheLoader(t *testing.T) {
	s := schema(t)
	const mi = "/subscriptions/a/resourceGroups/b/providers/Microsoft.Sql/managedInstances/c"
	for _, c := range []struct {
		good bool
		body string
	}{
		{true, full},
		{true, "source: {server: sql01}"},
		{true, "source: {server: s, login: {method: windows}}"},
		{true, "source: {server: s, login: {user: u, password: {prompt: true}}}"},
		{true, "source: {server: s, login: {user: u, password: {prompt: }}}"},
		{true, "source: {server: s}\ntarget:\n"},
		{true, "source: {server: s}\ntarget: {instance: " + mi + "}"},
		{true, "source: {server: s}\ntarget: {instance: " + mi + ", login: {method: sql, user: u, password: {env: P}}}"},
		{true, "source: {server: s}\nazure: {cloud: {authority: a, arm: b, audience: c}}"},
		{true, "source: {server: s}\ntimeouts: {connect: 1m30s}"},
		{false, "databases: [a]"},
		{false, "source: {servr: s}"},
		{false, "source: {server: ''}"},
		{false, "source: {server: 7}"},
		{false, "source: {server: s}\nroute: sideways"},
		{false, "source: {server: s}\nroute: arc"},
		{false, "source: {server: s, tls: {mode: STRICT}}"},
		{false, "source: {server: s, tls: {trust: true, ca: x}}"},
		{false, "source: {server: s, tls: {trust: true, mode: strict}}"},
		{false, "source: {server: s, tls: {pin: abc}}"},
		{false, "source: {server: s, endpoint: {port: 0}}"},
		{false, "source: {server: s, endpoint: {port: 65536}}"},
		{false, "source: {server: s, host: {via: telnet}}"},
		{false, "source: {server: s, login: {user: u, password: bare}}"},
		{false, "source: {server: s, login: {user: u, password: {env: A, file: b}}}"},
		{false, "source: {server: s, login: {user: u, password: {}}}"},
		{false, "source: {server: s, login: {user: u}}"},
		{false, "source: {server: s, login: {method: entra, password: {env: P}}}"},
		{false, "source: {server: s}\ntarget: {instance: mi}"},
		{false, "source: {server: s}\ntarget: {login: {method: entra}}"},
		{false, "source: {server: s}\ndatabases: [a, a]"},
		{false, "source: {server: s}\ndatabases: [7]"},
		{false, "source: {server: s}\ntimeouts: {connect: 10}"},
		{false, "source: {server: s}\ntimeouts: {connect: soon}"},
		{false, "source: {server: s}\nazure: {cloud: germany}"},
		{false, "source: {server: s}\nazure: {cloud: {arm: x}}"},
		{false, "source: {server: s}\nsimulated: 'yes'"},
	} {
		editor := validate(t, s, c.body)
		_, program := Parse("f", []byte(c.body))
		if (editor == nil) != c.good {
			t.Errorf("schema says %v of\n%s", editor, c.body)
		}
		if (program == nil) != c.good {
			t.Errorf("loader says %v of\n%s", program, c.body)
		}
	}
}

// node is as much of a schema as the drift test reads.
type node struct {
	Ref        string           `json:"$ref"`
	Properties map[string]*node `json:"properties"`
	AnyOf      []*node          `json:"anyOf"`
	Enum       []any            `json:"enum"`
	Type       any              `json:"type"`
	Additional *bool            `json:"additionalProperties"`
	Defs       map[string]*node `json:"definitions"`
}

// The schema has the keys and the closed lists of the struct, no more and no less.
func TestSchemaHasTheKeysOfTheStruct(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var root node
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	compare(t, "", reflect.TypeFor[Config](), &root, root.Defs)
}

func compare(t *testing.T, path string, typ reflect.Type, n *node, defs map[string]*node) {
	t.Helper()
	if n.Ref != "" {
		n = defs[strings.TrimPrefix(n.Ref, "#/definitions/")]
	}
	switch {
	case typ.Kind() == reflect.Pointer:
		compare(t, path, typ.Elem(), n, defs)
	case typ == reflect.TypeFor[Cloud]():
		if got := texts(n.AnyOf[0].Enum); !slices.Equal(got, cloudNames()) {
			t.Errorf("%s: schema lists %q, program %q", path, got, cloudNames())
		}
		compare(t, path, reflect.TypeFor[CustomCloud](), n.AnyOf[1], defs)
	case typ.Kind() == reflect.Struct:
		compareKeys(t, path, typ, n, defs)
	case typ.Implements(reflect.TypeFor[enumeration]()):
		want := reflect.Zero(typ).Interface().(enumeration).Values()
		if got := texts(n.Enum); !slices.Equal(got, want) {
			t.Errorf("%s: schema lists %q, program %q", path, got, want)
		}
	}
}

func compareKeys(t *testing.T, path string, typ reflect.Type, n *node, defs map[string]*node) {
	t.Helper()
	if n.Additional == nil || *n.Additional {
		t.Errorf("%s: the schema must refuse unknown keys", path)
	}
	if len(n.Properties) != len(keysOf(typ)) {
		t.Errorf("%s: schema has %d keys, program %d (%v)", path, len(n.Properties), len(keysOf(typ)), keysOf(typ))
	}
	for i := range typ.NumField() {
		key := typ.Field(i).Tag.Get("yaml")
		if key == "" {
			continue
		}
		child, ok := n.Properties[key]
		if !ok {
			t.Errorf("the schema does not know %s", join(path, key))
			continue
		}
		compare(t, join(path, key), typ.Field(i).Type, child, defs)
	}
}

func texts(list []any) []string {
	var out []string
	for _, x := range list {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
