package instance

import (
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// field is one column of a fixed result with its value.
type field struct {
	name  string
	typ   value.Type
	value any
}

// send sends rows of fields that all have the same columns.
func (a *action) send(rows [][]field) {
	if len(rows) == 0 {
		return
	}
	cols := make([]engine.Column, len(rows[0]))
	for i, f := range rows[0] {
		cols[i] = column(f.name, f.typ)
	}
	values := make([][]any, len(rows))
	for i, row := range rows {
		for _, f := range row {
			values[i] = append(values[i], f.value)
		}
	}
	a.result(cols, values)
}

func textField(name string, length int, content string) field {
	return field{name, value.NVarCharN(length), content}
}

func optField(name string, length int, content string) field {
	if content == "" {
		return field{name, value.NVarCharN(length), nil}
	}
	return textField(name, length, content)
}

func intField(name string, n int) field   { return field{name, value.IntT, int64(n)} }
func smallField(name string, n int) field { return field{name, value.SmallIntT, int64(n)} }
func tinyField(name string, n int) field  { return field{name, value.TinyIntT, int64(n)} }
func bitField(name string, on bool) field { return field{name, value.BitT, on} }
func lsnField(name string, n int64) field {
	return field{name, value.NumericPS(25, 0), value.NewDec(n, 0)}
}
func sizeField(name string, n int64) field {
	return field{name, value.NumericPS(20, 0), value.NewDec(n, 0)}
}
func guidField(name string, g value.GUID) field { return field{name, value.GUIDT, g} }
func timeField(name string, t time.Time) field  { return field{name, value.DateTimeT, t} }
func nullField(name string, t value.Type) field { return field{name, t, nil} }
func noLSN(name string) field                   { return nullField(name, value.NumericPS(25, 0)) }
func bytesField(name string, raw []byte) field {
	return field{name, value.VarBinaryN(32), nilable(raw)}
}

func nilable(raw []byte) any {
	if len(raw) == 0 {
		return nil
	}
	return raw
}
