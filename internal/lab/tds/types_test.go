package tds

import (
	"time"

	"milink/internal/lab/value"
)

var intType = value.Type{Kind: value.Int}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
