package engine

// frames yields the rows the select list is computed from: filtered, grouped, with their
// window values.
func (s *selection) frames(f *frame, out func(*frame) error) error {
	if len(s.windows.list) == 0 {
		return s.grouped(f, out)
	}
	var rows []*frame
	err := s.grouped(f, func(row *frame) error {
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.windows.run(rows); err != nil {
		return err
	}
	for _, row := range rows {
		if err := out(row); err != nil {
			return err
		}
	}
	return nil
}

// grouped yields groups where the query makes them, rows otherwise.
func (s *selection) grouped(f *frame, out func(*frame) error) error {
	if s.group == nil {
		return s.filtered(f, out)
	}
	rows := func(each func(*frame) error) error { return s.filtered(f, each) }
	return s.group.run(f, rows, func(row *frame) error {
		if s.having != nil {
			t, err := s.having(row)
			if err != nil || t != yes {
				return err
			}
		}
		return out(row)
	})
}

// filtered yields the rows of FROM that WHERE lets through.
func (s *selection) filtered(f *frame, out func(*frame) error) error {
	return s.from.scan(f, func(row []any) error {
		if err := f.x.step(); err != nil {
			return err
		}
		at := &frame{x: f.x, row: row, outer: f}
		if s.where != nil {
			t, err := s.where(at)
			if err != nil || t != yes {
				return err
			}
		}
		return out(at)
	})
}
