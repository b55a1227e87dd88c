package suggest

import (
	"slices"
	"testing"
)

func TestNear(t *testing.T) {
	keys := []string{"server", "login", "tls", "endpoint", "host", "arc"}
	for _, c := range []struct {
		word string
		want []string
	}{
		{"servr", []string{"server"}},
		{"sevrer", []string{"server"}}, // neighbours swapped cost one change
		{"Server", []string{"server"}}, // case is no difference
		{"end", []string{"endpoint"}},  // a beginning is close
		{"tsl", []string{"tls"}},
		{"hots", []string{"host"}},
		{"databases", nil},
		{"", nil},
	} {
		if got := Near(c.word, keys); !slices.Equal(got, c.want) {
			t.Errorf("Near(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestNearOrdersByClosenessAndStopsAtThree(t *testing.T) {
	got := Near("ready-2023", []string{"ready-20x3", "unprepared-2016", "ready-2022", "ready-2021", "ready-2024"})
	want := []string{"ready-20x3", "ready-2022", "ready-2021"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuestion(t *testing.T) {
	if got := Question("servr", []string{"server"}); got != `: did you mean "server"?` {
		t.Errorf("got %q", got)
	}
	if got := Question("abc1", []string{"abc2", "abc3"}); got != `: did you mean "abc2" or "abc3"?` {
		t.Errorf("got %q", got)
	}
	if got := Question("zzzzzz", []string{"server"}); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"größe", "grösse", 2}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
