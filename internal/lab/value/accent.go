package value

// marked is a letter with an accent taken apart.
type marked struct {
	base rune
	mark byte
}

// accentRows lists the Latin letters with an accent, one accent a row: the combining
// character, then the letters with it and the letters without.
var accentRows = []struct {
	combining     rune
	with, without string
}{
	{0x0300, "àèìòùǹ", "aeioun"},
	{0x0301, "áéíóúýćĺńŕśź", "aeiouyclnrsz"},
	{0x0302, "âêîôûĉĝĥĵŝŵŷ", "aeioucghjswy"},
	{0x0303, "ãñõĩũ", "anoiu"},
	{0x0308, "äëïöüÿ", "aeiouy"},
	{0x030A, "åů", "au"},
	{0x0327, "çģķļņŗşţ", "cgklnrst"},
	{0x030C, "čďěňřšťžľ", "cdenrstzl"},
	{0x0338, "øđħłŧ", "odhlt"},
	{0x0328, "ąęįų", "aeiu"},
	{0x0304, "āēīōū", "aeiou"},
	{0x0306, "ăĕğĭŏŭ", "aegiou"},
	{0x0307, "ċėġżİ", "cegzi"},
	{0x030B, "őű", "ou"},
}

// accented and combining are accentRows by letter and by combining character.
var accented, combining = indexAccents()

func indexAccents() (map[rune]marked, map[rune]byte) {
	letters, marks := make(map[rune]marked), make(map[rune]byte)
	for i, row := range accentRows {
		mark := byte(i + 1)
		marks[row.combining] = mark
		bases := []rune(row.without)
		for j, r := range []rune(row.with) {
			letters[r] = marked{base: bases[j], mark: mark}
		}
	}
	return letters, marks
}
