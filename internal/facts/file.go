package facts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Write writes the document as indented JSON.
func Write(w io.Writer, d *Document) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(d)
}

// Read reads a document that Write wrote. It refuses documents of another schema version
// and keys it does not know, because a fact that is not understood must not be lost in
// silence.
func Read(data []byte) (*Document, error) {
	if err := checkSchema(data); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var d Document
	if err := dec.Decode(&d); err != nil {
		return nil, located(data, err)
	}
	if d.Source == nil {
		return nil, fmt.Errorf("facts document has no source: nothing to judge")
	}
	return &d, nil
}

// checkSchema looks at the schema before anything else, so that a newer document is
// called newer and not malformed.
func checkSchema(data []byte) error {
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return located(data, err)
	}
	switch {
	case head.Schema == Schema:
		return nil
	case head.Schema == "":
		return fmt.Errorf("not a facts document: it has no \"schema\"; want %q", Schema)
	case strings.HasPrefix(head.Schema, "milink/facts/"):
		return fmt.Errorf("facts document has schema %q, this milink reads %q: judge it with the milink that wrote it, or collect again", head.Schema, Schema)
	}
	return fmt.Errorf("not a facts document: schema is %q, want %q", head.Schema, Schema)
}

// located adds line and column to a JSON error where it has an offset.
func located(data []byte, err error) error {
	var offset int64
	switch e := err.(type) {
	case *json.SyntaxError:
		offset = e.Offset
	case *json.UnmarshalTypeError:
		offset = e.Offset
	default:
		return fmt.Errorf("read facts document: %w", err)
	}
	if offset > int64(len(data)) {
		offset = int64(len(data))
	}
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Errorf("read facts document: line %d, column %d: %w", line, column, err)
}
