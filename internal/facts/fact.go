package facts

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
)

// notAsked is the reason of a fact that nobody tried to read: the zero Fact.
const notAsked = "not asked"

// Fact is a value that is known, or unknown with a reason. The zero Fact is unknown
// because it was not asked, so a forgotten field can never pass for an empty answer.
type Fact[T any] struct {
	value T
	known bool
	why   string
}

// Known is a fact that was read.
func Known[T any](v T) Fact[T] { return Fact[T]{value: v, known: true} }

// Unknown is a fact that could not be read. The reason is shown to people as it is:
// "Msg 300: VIEW SERVER STATE denied", "timed out after 5 s".
func Unknown[T any](why string) Fact[T] { return Fact[T]{why: why} }

// Get returns the value and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }

// Or returns the value, or the given one when the fact is unknown. Use it only where an
// unknown may not change a verdict: display, sorting.
func (f Fact[T]) Or(other T) T {
	if f.known {
		return f.value
	}
	return other
}

// Known tells whether the fact was read.
func (f Fact[T]) Known() bool { return f.known }

// Why is the reason of an unknown fact, empty for a known one.
func (f Fact[T]) Why() string {
	if f.known {
		return ""
	}
	if f.why == "" {
		return notAsked
	}
	return f.why
}

// unknownJSON is how an unknown fact is written: an object with one key that no known
// value of this document has.
type unknownJSON struct {
	Unknown *string `json:"unknown"`
}

// MarshalJSON writes the bare value, or {"unknown": "reason"}. A known list without
// entries is [], however Go holds it: only a pointer has a null that means something.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	if f.known {
		switch v := reflect.ValueOf(f.value); {
		case v.Kind() == reflect.Slice && v.IsNil():
			return []byte("[]"), nil
		case v.Kind() == reflect.Map && v.IsNil():
			return []byte("{}"), nil
		}
		return json.Marshal(f.value)
	}
	why := f.Why()
	return json.Marshal(unknownJSON{&why})
}

// UnmarshalJSON reads what MarshalJSON wrote. A null is refused, because absence has a
// reason; except where the known value is a pointer, whose nil is an answer: none.
func (f *Fact[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		if reflect.TypeFor[T]().Kind() == reflect.Pointer {
			*f = Fact[T]{known: true}
			return nil
		}
		return errors.New(`a fact is a value or {"unknown": "reason"}, never null`)
	}
	var u unknownJSON
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&u); err == nil && u.Unknown != nil {
		*f = Fact[T]{why: *u.Unknown}
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*f = Known(v)
	return nil
}
