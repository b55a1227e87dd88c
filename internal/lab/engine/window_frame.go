package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// namedWindow resolves OVER name and OVER (name ..) against the WINDOW clause (2022).
func (b *binder) namedWindow(e *syntax.Call, w *syntax.Window, sc *scope) *syntax.Window {
	if w.Base.Text == "" {
		return w
	}
	for i := range sc.named {
		if !sameName(sc.named[i].Name.Text, w.Base.Text) {
			continue
		}
		base := b.namedWindow(e, &sc.named[i].Window, &scope{named: sc.named[:i]})
		return refine(base, w)
	}
	// modelled: the number for a window that WINDOW does not define is not documented.
	b.fail(e, message.New(102, w.Base.Text))
	return &syntax.Window{}
}

// refine adds to a named window what OVER writes beside its name.
func refine(base, w *syntax.Window) *syntax.Window {
	out := *base
	if len(w.Partition) > 0 {
		out.Partition = w.Partition
	}
	if len(w.Order) > 0 {
		out.Order = w.Order
	}
	if w.Frame != nil {
		out.Frame = w.Frame
	}
	return &out
}

// bounds are the rows a window function looks at for each row: first and last+1.
func (w *window) bounds(rows []*frame) (lo, hi []int, err error) {
	lo, hi = make([]int, len(rows)), make([]int, len(rows))
	if len(w.order) == 0 && w.frame == nil {
		for i := range rows {
			hi[i] = len(rows)
		}
		return lo, hi, nil
	}
	first, last, err := w.peers(rows)
	if err != nil {
		return nil, nil, err
	}
	frame := w.frame
	if frame == nil {
		frame = defaultFrame
	}
	for i := range rows {
		lo[i] = clamp(boundAt(frame, frame.From, i, first[i], len(rows)), len(rows))
		hi[i] = clamp(boundAt(frame, frame.To, i, last[i], len(rows))+1, len(rows))
	}
	return lo, hi, nil
}

// defaultFrame is what an OVER with ORDER BY has when no frame is written.
var defaultFrame = &syntax.Frame{
	From: syntax.FrameBound{Kind: "UNBOUNDED PRECEDING"},
	To:   syntax.FrameBound{Kind: "CURRENT ROW"},
}

// boundAt is the row a bound names; for RANGE the current row stands for its peers.
func boundAt(f *syntax.Frame, bound syntax.FrameBound, row, peer, n int) int {
	switch bound.Kind {
	case "UNBOUNDED PRECEDING":
		return 0
	case "UNBOUNDED FOLLOWING":
		return n - 1
	case "PRECEDING":
		return row - bound.Rows
	case "FOLLOWING":
		return row + bound.Rows
	}
	if f.Rows {
		return row
	}
	return peer
}

func clamp(at, n int) int { return min(max(at, 0), n) }
