package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestSecretNeverPrints(t *testing.T) {
	s := NewSecret("hunter2")
	outer := struct {
		Login  Login
		Secret Secret
		Ptr    *Secret
		hidden Secret
		inside struct{ deep []Secret }
	}{Secret: s, Ptr: &s, hidden: s}
	outer.inside.deep = []Secret{s}
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v"} {
		shown = append(shown, fmt.Sprintf(strings.Replace(verb, "%T ", "", 1), s), fmt.Sprintf("%+v", outer), fmt.Sprintf("%#v", outer.Secret))
	}
	shown = append(shown, fmt.Sprint(s), fmt.Sprintln(s, &s), fmt.Errorf("x %v", s).Error(), s.String(), s.GoString())
	js, err := json.Marshal(outer)
	if err != nil {
		t.Fatal(err)
	}
	ym, err := yaml.Marshal(outer)
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, string(js), string(ym), fmt.Sprintf("%v %+v %#v %v", outer, outer, outer, []any{&outer, outer}))
	for _, out := range shown {
		if strings.Contains(out, "hunter2") || strings.Contains(strings.ToLower(out), "68756e74657232") {
			t.Errorf("shows the secret: %s", out)
		}
	}
	if s.Reveal() != "hunter2" || s.Empty() || !(Secret{}).Empty() {
		t.Error("Reveal must give it")
	}
}

func vault() Vault {
	return Vault{
		Env: func(name string) (string, bool) {
			switch name {
			case "SET":
				return "from env", true
			case "EMPTY":
				return "", true
			}
			return "", false
		},
		ReadFile: func(path string) ([]byte, error) {
			files := map[string]string{"/d/ok": "from file\n", "/d/crlf": "from file\r\n", "/d/spaces": " a b \n",
				"/d/empty": "\n", "/d/two": "a\nb\n", "/d/nul": "a\x00b", "/d/long": strings.Repeat("x", 5000)}
			switch body, ok := files[path]; {
			case ok:
				return []byte(body), nil
			case path == "/d/denied":
				return nil, errors.New("permission denied")
			}
			return nil, os.ErrNotExist
		},
		Prompt: func(q string) (string, error) { return "asked " + q, nil },
	}
}

func TestResolve(t *testing.T) {
	at := func(p string) string { return "/d/" + p }
	for _, c := range []struct {
		ref       SecretRef
		want, err string
	}{
		{SecretRef{Env: "SET"}, "from env", ""},
		{SecretRef{Env: "UNSET"}, "", "password of sa: the environment variable UNSET is not set or empty: set it in the shell that starts milink"},
		{SecretRef{Env: "EMPTY"}, "", "password of sa: the environment variable EMPTY is not set or empty: set it in the shell that starts milink"},
		{SecretRef{File: "ok"}, "from file", ""},
		{SecretRef{File: "crlf"}, "from file", ""},
		{SecretRef{File: "spaces"}, " a b ", ""},
		{SecretRef{File: "empty"}, "", "password of sa: the file /d/empty is empty"},
		{SecretRef{File: "two"}, "", "password of sa: the file /d/two is not a password: one line of at most 4096 bytes is"},
		{SecretRef{File: "nul"}, "", "password of sa: the file /d/nul is not a password: one line of at most 4096 bytes is"},
		{SecretRef{File: "long"}, "", "password of sa: the file /d/long is not a password: one line of at most 4096 bytes is"},
		{SecretRef{File: "none"}, "", "password of sa: the file /d/none does not exist"},
		{SecretRef{File: "denied"}, "", "password of sa: read its file: permission denied"},
		{SecretRef{Prompt: true}, "asked password of sa: ", ""},
	} {
		got, err := c.ref.Resolve(vault(), at, "password of sa")
		if fmt.Sprint(err) != c.err && !(err == nil && c.err == "") {
			t.Errorf("%+v: error %v, want %s", c.ref, err, c.err)
		}
		if got.Reveal() != c.want {
			t.Errorf("%+v: got %q", c.ref, got.Reveal())
		}
	}
}

func TestResolvePromptWithoutTerminal(t *testing.T) {
	v := vault()
	v.Prompt = nil
	_, err := SecretRef{Prompt: true}.Resolve(v, nil, "password of sa")
	if err == nil || !strings.Contains(err.Error(), "no terminal to ask at: use {env: NAME} or {file: PATH}") {
		t.Errorf("got %v", err)
	}
}

func TestResolvePromptFails(t *testing.T) {
	v := vault()
	v.Prompt = func(string) (string, error) { return "", errors.New("cut") }
	if _, err := (SecretRef{Prompt: true}).Resolve(v, nil, "pw"); err == nil || err.Error() != "pw: ask for it: cut" {
		t.Errorf("got %v", err)
	}
}
