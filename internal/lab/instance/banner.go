package instance

import (
	"fmt"
	"strings"
	"time"
)

// bannerText is @@VERSION: product and level, KB, number, build date, copyright, edition
// and operating system, in the layout of facts/tsql.md B2. The word SIMULATED stands at
// the end of the operating system, where no tool looks for a version.
func (s *Server) bannerText() string {
	if s.Identity.ManagedAzure {
		return fmt.Sprintf("Microsoft SQL Azure (RTM) - %s \n\t%s \n\tCopyright (C) 2025 Microsoft Corporation\n\t(SIMULATED)\n",
			s.Identity.Build, buildDate(s.Identity.Release))
	}
	r := s.Identity.Release
	kb := ""
	if r.KB != "" {
		kb = "(" + r.KB + ") "
	}
	return fmt.Sprintf("Microsoft SQL Server %d (%s) %s- %s (X64) \n\t%s \n\t%s\n\t%s on %s (SIMULATED)\n",
		r.Year, r.BannerLevel(), kb, r.Build, buildDate(r), copyright(r), s.Identity.Edition.Name, s.Host.OSText)
}

// copyright is the third line: 2016 and older write no year.
func copyright(r Release) string {
	if r.Year <= 2016 {
		return "Copyright (c) Microsoft Corporation"
	}
	return fmt.Sprintf("Copyright (C) %d Microsoft Corporation", r.Year)
}

// knownDates are the build dates that banners in facts/tsql.md B2 show.
var knownDates = map[string]string{
	"13.0.6300.2": "Aug  7 2021 01:20:37",
	"15.0.2000.5": "Sep 24 2019 13:48:23",
	"16.0.1000.6": "Oct  8 2022 05:58:25",
	"17.0.4055.5": "Jun  9 2026 12:41:10",
}

// buildDate is the second line, the day padded with a blank.
//
// modelled: where no banner was found, two weeks before the release, or the first day of
// the product's year.
func buildDate(r Release) string {
	if known, ok := knownDates[r.Build.String()]; ok {
		return known
	}
	at := r.Date.AddDate(0, 0, -14)
	if r.Date.IsZero() {
		at = time.Date(r.Year, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	at = at.Add(2*time.Hour + 17*time.Minute + 42*time.Second)
	return strings.TrimSpace(at.Format("Jan _2 2006 15:04:05"))
}
