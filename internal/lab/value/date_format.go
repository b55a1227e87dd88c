package value

import (
	"fmt"
	"strings"
	"time"

	"milink/internal/lab/message"
)

// layouts are the styles of CONVERT, in letters: Y y year in 4 or 2 digits, M month, m its
// name, d day, e day padded with a blank, H hour, h hour of twelve padded with a blank,
// i minute, s second, f fraction as ":mmm" (".nnn" for the newer types), F fraction as
// ".mmm", p AM or PM, Z the offset. A blank or sign stands for itself.
//
// modelled: the Hijri styles 130 and 131 are left out and answer 281.
var layouts = map[int]string{
	0: "m e Y h:ip", 100: "m e Y h:ip",
	1: "M/d/y", 101: "M/d/Y",
	2: "y.M.d", 102: "Y.M.d",
	3: "d/M/y", 103: "d/M/Y",
	4: "d.M.y", 104: "d.M.Y",
	5: "d-M-y", 105: "d-M-Y",
	6: "d m y", 106: "d m Y",
	7: "m d, y", 107: "m d, Y",
	8: "H:i:s", 108: "H:i:s", 24: "H:i:s",
	9: "m e Y h:i:sfp", 109: "m e Y h:i:sfp",
	10: "M-d-y", 110: "M-d-Y",
	11: "y/M/d", 111: "Y/M/d",
	12: "yMd", 112: "YMd",
	13: "d m Y H:i:sf", 113: "d m Y H:i:sf",
	14: "H:i:sf", 114: "H:i:sf",
	20: "Y-M-d H:i:s", 120: "Y-M-d H:i:s",
	21: "Y-M-d H:i:sF", 25: "Y-M-d H:i:sF", 121: "Y-M-d H:i:sF",
	22:  "M/d/y h:i:s p",
	23:  "Y-M-d",
	126: "Y-M-dTH:i:sF", 127: "Y-M-dTH:i:sF",
}

// formatDate writes a date type in a style.
func formatDate(t time.Time, from, to Type, style int) (string, error) {
	if style == NoStyle {
		style = 0
		if !oldDate(from.Kind) {
			style = 121
		}
	}
	layout, ok := layouts[style]
	if !ok {
		return "", badStyle(from, to, style)
	}
	iso := style == 126 || style == 127
	if from.Kind == Date || from.Kind == Time {
		layout = partOf(layout, from.Kind)
	}
	if layout == "" {
		return "", message.New(8114, from.Word(), to.Word())
	}
	if style == 127 && from.Kind == DateTimeOffset {
		t = t.UTC()
	}
	w := dateWriter{t: t, from: from, iso: iso}
	return strings.TrimLeft(w.write(layout), w.trims()) + w.zone(layout, style), nil
}

// badStyle is what a style that does not exist gives: 281 for the two old types, 9809 for
// the newer ones.
func badStyle(from, to Type, style int) error {
	if oldDate(from.Kind) {
		return message.New(281, style, from.Word())
	}
	return message.New(9809, style, from.Word(), to.Word())
}

// partOf keeps the date or the time of a layout; nothing is left when the style has only
// the other one.
func partOf(layout string, kind Kind) string {
	clock := strings.IndexAny(layout, "Hh")
	switch {
	case clock < 0 && kind == Date:
		return layout
	case clock < 0:
		return ""
	case kind == Date:
		return strings.TrimRight(layout[:clock], " T")
	}
	return layout[clock:]
}

// dateWriter writes one value.
type dateWriter struct {
	t    time.Time
	from Type
	iso  bool
}

// trims are the characters that fall off the start: a time alone has no blank before its
// hour.
func (w dateWriter) trims() string {
	if w.from.Kind == Time {
		return " "
	}
	return ""
}

func (w dateWriter) write(layout string) string {
	var s strings.Builder
	for _, letter := range layout {
		s.WriteString(w.letter(letter))
	}
	return s.String()
}

// letter writes one element of a layout.
func (w dateWriter) letter(letter rune) string {
	t := w.t
	switch letter {
	case 'Y':
		return fmt.Sprintf("%04d", t.Year())
	case 'y':
		return fmt.Sprintf("%02d", t.Year()%100)
	case 'M':
		return fmt.Sprintf("%02d", int(t.Month()))
	case 'm':
		return t.Month().String()[:3]
	case 'd':
		return fmt.Sprintf("%02d", t.Day())
	case 'e':
		return fmt.Sprintf("%2d", t.Day())
	}
	return w.clockLetter(letter)
}

func (w dateWriter) clockLetter(letter rune) string {
	t := w.t
	switch letter {
	case 'H':
		return fmt.Sprintf("%02d", t.Hour())
	case 'h':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1)
	case 'i':
		return fmt.Sprintf("%02d", t.Minute())
	case 's':
		return fmt.Sprintf("%02d", t.Second())
	case 'f', 'F':
		return w.fraction(letter)
	case 'p':
		if t.Hour() < 12 {
			return "AM"
		}
		return "PM"
	}
	return string(letter)
}

// fraction writes the part of a second with as many digits as the type has. The ISO styles
// leave it out when it is zero.
func (w dateWriter) fraction(letter rune) string {
	digits := 3
	if !oldDate(w.from.Kind) {
		digits = int(w.from.Scale)
		letter = 'F'
	}
	if digits == 0 || w.iso && w.t.Nanosecond() == 0 {
		return ""
	}
	text := fmt.Sprintf("%09d", w.t.Nanosecond())[:digits]
	if letter == 'f' {
		return ":" + text
	}
	return "." + text
}

// zone writes the offset of a datetimeoffset, behind every style that shows a time.
func (w dateWriter) zone(layout string, style int) string {
	switch {
	case w.from.Kind != DateTimeOffset || !strings.ContainsAny(layout, "Hh"):
		return ""
	case style == 127:
		return "Z" // modelled: only a value with an offset shows where it stands
	case w.iso:
		return w.t.Format("-07:00")
	}
	return w.t.Format(" -07:00")
}
