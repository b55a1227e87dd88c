package engine

import (
	"context"
	"testing"
)

// discard is a client that reads everything and keeps nothing.
type discard struct{ recorder }

func (d *discard) Columns([]Column) error { return nil }
func (d *discard) Row([]any) error        { return nil }
func (d *discard) Done(int64) error       { return nil }

// BenchmarkCatalogBatch is a batch as inventory tools send it: a join with a subquery and a
// sort over two small relations. It is compiled once and bound once more when it runs.
func BenchmarkCatalogBatch(b *testing.B) {
	const text = `SET NOCOUNT ON
SELECT p.name, CASE WHEN p.city IS NULL THEN 'none' ELSE UPPER(p.city) END AS city, o.amount,
 (SELECT COUNT(*) FROM orders x WHERE x.person_id = p.id) AS total
FROM people p LEFT JOIN orders o ON o.person_id = p.id
WHERE p.name LIKE N'%' AND p.id NOT IN (SELECT n FROM numbers WHERE n > 5)
ORDER BY p.name, o.id`
	s := NewSession(newTestWorld())
	out := &discard{}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Batch(context.Background(), text, out); err != nil {
			b.Fatal(err)
		}
	}
}
