package instance

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
)

// nameTypes are the attribute types that a distinguished name may spell by letters.
var nameTypes = []struct {
	word string
	oid  asn1.ObjectIdentifier
}{
	{"CN", asn1.ObjectIdentifier{2, 5, 4, 3}},
	{"C", asn1.ObjectIdentifier{2, 5, 4, 6}},
	{"L", asn1.ObjectIdentifier{2, 5, 4, 7}},
	{"S", asn1.ObjectIdentifier{2, 5, 4, 8}},
	{"ST", asn1.ObjectIdentifier{2, 5, 4, 8}},
	{"STREET", asn1.ObjectIdentifier{2, 5, 4, 9}},
	{"O", asn1.ObjectIdentifier{2, 5, 4, 10}},
	{"OU", asn1.ObjectIdentifier{2, 5, 4, 11}},
	{"T", asn1.ObjectIdentifier{2, 5, 4, 12}},
	{"E", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}},
	{"DC", asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}},
}

// parseSubject turns the text of WITH SUBJECT into a name. A text that is no list of
// TYPE=value pairs is the common name as a whole.
//
// modelled: that a plain text becomes CN is known from practice only (facts D5).
func parseSubject(text string) pkix.RDNSequence {
	if name, ok := parsePairs(text); ok {
		return name
	}
	return pkix.RDNSequence{{{Type: nameTypes[0].oid, Value: text}}}
}

// parsePairs reads "CN=a, O=b"; ok is false when any part is something else.
func parsePairs(text string) (pkix.RDNSequence, bool) {
	var name pkix.RDNSequence
	for _, part := range strings.Split(text, ",") {
		word, val, found := strings.Cut(part, "=")
		oid := nameOID(strings.TrimSpace(word))
		if !found || oid == nil {
			return nil, false
		}
		name = append(name, pkix.RelativeDistinguishedNameSET{{Type: oid, Value: strings.TrimSpace(val)}})
	}
	return name, true
}

func nameOID(word string) asn1.ObjectIdentifier {
	for _, t := range nameTypes {
		if strings.EqualFold(t.word, word) {
			return t.oid
		}
	}
	return nil
}

func nameWord(oid asn1.ObjectIdentifier) string {
	for _, t := range nameTypes {
		if t.oid.Equal(oid) {
			return t.word
		}
	}
	return "OID." + oid.String()
}

// nameText writes a name as sys.certificates shows it.
//
// modelled: a name that is only a CN shows without its type, as catalog listings of
// certificates made WITH SUBJECT do; any other in the order of the certificate.
func nameText(raw []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(raw, &name); err != nil || len(rest) > 0 {
		return ""
	}
	if len(name) == 1 && len(name[0]) == 1 && name[0][0].Type.Equal(nameTypes[0].oid) {
		return attributeText(name[0][0])
	}
	var parts []string
	for _, set := range name {
		for _, attribute := range set {
			parts = append(parts, nameWord(attribute.Type)+"="+attributeText(attribute))
		}
	}
	return strings.Join(parts, ", ")
}

func attributeText(a pkix.AttributeTypeAndValue) string {
	text, _ := a.Value.(string)
	if strings.ContainsAny(text, ",+=\"") {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}
