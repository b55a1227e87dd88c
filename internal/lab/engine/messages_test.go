package engine

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"milink/internal/lab/message"
)

// TestEveryMessageHasAText reads the package's source: a number the table does not hold
// would reach a client as "no message with that error number was found".
func TestEveryMessageHasAText(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`message\.New\((\d+)`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			n, _ := strconv.Atoi(m[1])
			if !message.Known(int32(n)) {
				t.Errorf("%s uses message %d, which has no text", file, n)
			}
		}
	}
}
