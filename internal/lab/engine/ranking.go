package engine

import (
	"milink/internal/lab/message"
)

// rowNumbers is ROW_NUMBER.
func rowNumbers(rows []*frame, _ *window) ([]any, error) {
	out := make([]any, len(rows))
	for i := range rows {
		out[i] = int64(i + 1)
	}
	return out, nil
}

// peers gives every row the bounds of the rows that are equal in the window's order.
func (w *window) peers(rows []*frame) (first, last []int, err error) {
	first, last = make([]int, len(rows)), make([]int, len(rows))
	keys := make([][]any, len(rows))
	for i, f := range rows {
		if keys[i], err = evalKeys(w.order, f); err != nil {
			return nil, nil, err
		}
		first[i] = i
		if i > 0 && compareKeys(w.order, keys[i-1], keys[i]) == 0 {
			first[i] = first[i-1]
		}
	}
	for i := len(rows) - 1; i >= 0; i-- {
		last[i] = i
		if i+1 < len(rows) && first[i+1] == first[i] {
			last[i] = last[i+1]
		}
	}
	return first, last, nil
}

// ranks is RANK.
func ranks(rows []*frame, w *window) ([]any, error) {
	first, _, err := w.peers(rows)
	out := make([]any, len(rows))
	for i := range first {
		out[i] = int64(first[i] + 1)
	}
	return out, err
}

// denseRanks is DENSE_RANK.
func denseRanks(rows []*frame, w *window) ([]any, error) {
	first, _, err := w.peers(rows)
	out, rank := make([]any, len(rows)), int64(0)
	for i := range first {
		if first[i] == i {
			rank++
		}
		out[i] = rank
	}
	return out, err
}

// percentRanks is PERCENT_RANK.
func percentRanks(rows []*frame, w *window) ([]any, error) {
	first, _, err := w.peers(rows)
	out := make([]any, len(rows))
	for i := range first {
		out[i] = float64(first[i]) / float64(max(len(rows)-1, 1))
	}
	return out, err
}

// cumulative is CUME_DIST.
func cumulative(rows []*frame, w *window) ([]any, error) {
	_, last, err := w.peers(rows)
	out := make([]any, len(rows))
	for i := range last {
		out[i] = float64(last[i]+1) / float64(len(rows))
	}
	return out, err
}

// tiles is NTILE: the first groups are one larger when the rows do not divide.
func tiles(rows []*frame, groups *scalar) ([]any, error) {
	v, err := groups.eval(rows[0])
	if err != nil {
		return nil, err
	}
	n, _ := v.(int64)
	if n <= 0 {
		return nil, message.New(4116)
	}
	size, larger := int64(len(rows))/n, int64(len(rows))%n
	out := make([]any, len(rows))
	for i := range rows {
		out[i] = tile(int64(i), size, larger)
	}
	return out, nil
}

func tile(row, size, larger int64) int64 {
	if row < larger*(size+1) {
		return row/(size+1) + 1
	}
	return larger + (row-larger*(size+1))/size + 1
}

// edgeValue is FIRST_VALUE and LAST_VALUE: the first or last row of the frame.
func edgeValue(x *scalar, last bool) func([]*frame, *window) ([]any, error) {
	return func(rows []*frame, w *window) ([]any, error) {
		lo, hi, err := w.bounds(rows)
		if err != nil {
			return nil, err
		}
		out := make([]any, len(rows))
		for i := range rows {
			at := lo[i]
			if last {
				at = hi[i] - 1
			}
			if lo[i] >= hi[i] {
				continue
			}
			if out[i], err = x.eval(rows[at]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
}

// neighbour is LAG (sign -1) and LEAD (sign 1).
type neighbour struct {
	x, offset, otherwise *scalar
	sign                 int64
}

func (n neighbour) compute(rows []*frame, _ *window) ([]any, error) {
	out := make([]any, len(rows))
	for i, f := range rows {
		v, err := n.offset.eval(f)
		if err != nil {
			return nil, err
		}
		offset, _ := v.(int64)
		if v == nil || offset < 0 {
			return nil, message.New(8730)
		}
		from, row := n.otherwise, f
		if at := int64(i) + n.sign*offset; at >= 0 && at < int64(len(rows)) {
			from, row = n.x, rows[at]
		}
		if out[i], err = from.eval(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// over is an aggregate as a window function. While the frame only grows, one accumulator
// is fed; otherwise each row's frame is added up anew.
func (a *aggregate) over(rows []*frame, w *window) ([]any, error) {
	lo, hi, err := w.bounds(rows)
	if err != nil {
		return nil, err
	}
	out := make([]any, len(rows))
	var acc accumulator
	from, to := 0, 0
	for i := range rows {
		if acc == nil || lo[i] != from || hi[i] < to {
			acc, from, to = a.start(), lo[i], lo[i]
		}
		for ; to < hi[i]; to++ {
			if err := a.add(acc, rows[to]); err != nil {
				return nil, err
			}
		}
		if out[i], err = acc.result(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
