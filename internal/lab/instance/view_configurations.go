package instance

import "milink/internal/lab/value"

// configurationViews hold sys.configurations.
var configurationViews = []*view{
	{
		name: "sys.configurations",
		columns: columns(`
			configuration_id int
			name nvarchar(35)
			value sql_variant?
			minimum sql_variant?
			maximum sql_variant?
			value_in_use sql_variant?
			description nvarchar(255)
			is_dynamic bit
			is_advanced bit`),
		rows: func(r *reader) []row {
			var rows []row
			for _, o := range configOptions {
				c, ok := r.s.Settings.Configurations[o.name]
				if !ok {
					continue
				}
				rows = append(rows, row{"configuration_id": o.id, "name": o.name, "value": variantInt(c.Value),
					"minimum": variantInt(c.Min), "maximum": variantInt(c.Max), "value_in_use": variantInt(c.InUse),
					"description": o.name, "is_dynamic": c.Dynamic, "is_advanced": c.Advanced})
			}
			return rows
		},
		modelled: "descriptions repeat the name",
	},
}

// variantInt is an int inside a sql_variant.
func variantInt(n int64) any { return value.Var{Type: value.IntT, Value: n} }

// variantText is an nvarchar(128) inside a sql_variant; empty is NULL.
func variantText(s string) any {
	if s == "" {
		return nil
	}
	return value.Var{Type: value.NVarCharN(128), Value: s}
}
