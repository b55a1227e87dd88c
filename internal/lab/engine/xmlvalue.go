package engine

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// xmlValue is .value(path, type) of a subquery that returns xml.
func (b *binder) xmlValue(at syntax.Node, s *scalar, method *syntax.XMLValue) *scalar {
	if s.typ.Kind != value.XML {
		return b.failed(at, message.New(258, s.typ.String()))
	}
	eval := s.eval
	text := &scalar{typ: value.NVarCharN(value.Max), nullable: true, eval: func(f *frame) (any, error) {
		v, err := eval(f)
		document, isText := v.(string)
		if err != nil || !isText {
			return nil, err
		}
		return xmlStringValue(document, method.First)
	}}
	return converted(text, method.Type)
}

// xmlStringValue is the text of a document without its markup: all of it, or the first
// text node, which is NULL where there is none.
func xmlStringValue(document string, first bool) (any, error) {
	var out strings.Builder
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && first:
			return nil, nil
		case errors.Is(err, io.EOF):
			return out.String(), nil
		case err != nil:
			return nil, err
		}
		if text, isText := token.(xml.CharData); isText {
			if first {
				return string(text), nil
			}
			out.Write(text)
		}
	}
}
