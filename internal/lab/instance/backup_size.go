package instance

import "time"

// logPages is how many pages the log part of a backup takes.
//
// modelled: the lab writes no data, so the log is as small as on an idle server.
const logPages = 2

// usedPages is how many 8-KB pages of a data file hold data.
//
// modelled: five eighths of the file.
func (f *File) usedPages() int64 {
	if f.Type == 1 {
		return logPages
	}
	return f.SizeMB * 80
}

// usedPages is how many pages a full backup of the database writes.
func (d *Database) usedPages() int64 {
	var pages int64
	for _, f := range d.Files {
		pages += f.usedPages()
	}
	return pages
}

// backupTime is how long so many pages take, at 200 MB a second and 20 ms to open the
// device.
//
// modelled: the rate; the client does not wait for it.
func backupTime(pages int64) time.Duration {
	return 20*time.Millisecond + time.Duration(pages)*time.Second/25600
}
