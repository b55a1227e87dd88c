package instance

import (
	"fmt"
	"path"
	"strings"
)

// osError is an error of the operating system below the instance. Messages show it as
// "5(Access is denied.)".
type osError struct {
	Code int
	Text string
}

// String is the form that 3201 and 15240 put into their text.
func (e *osError) String() string { return fmt.Sprintf("%d(%s)", e.Code, e.Text) }

// The operating system errors the lab knows, in the words of Windows; SQL Server on Linux
// shows the same ones.
var (
	errFileMissing = &osError{2, "The system cannot find the file specified."}
	errPathMissing = &osError{3, "The system cannot find the path specified."}
	errDenied      = &osError{5, "Access is denied."}
	errExists      = &osError{80, "The file exists."}
	errUnsupported = &osError{50, "The request is not supported."}
	errNetworkPath = &osError{53, "The network path was not found."}
	errDiskFull    = &osError{112, "There is not enough space on the disk."}
	errBadName     = &osError{123, "The filename, directory name, or volume label syntax is incorrect."}
)

// key is how the disk knows a path: Windows folds case and takes both slashes.
func (d *Disk) key(full string) string {
	if d.Linux {
		return path.Clean(full)
	}
	full = strings.ToLower(strings.ReplaceAll(full, "/", `\`))
	unc := strings.HasPrefix(full, `\\`)
	for strings.Contains(full, `\\`) {
		full = strings.ReplaceAll(full, `\\`, `\`)
	}
	if unc {
		full = `\` + full
	}
	if len(full) > 3 {
		full = strings.TrimSuffix(full, `\`)
	}
	return full
}

// separator is the path separator of the host.
func (d *Disk) separator() string {
	if d.Linux {
		return "/"
	}
	return `\`
}

// Absolute tells whether a path names a drive, a share or the root.
func (d *Disk) Absolute(full string) bool {
	if d.Linux {
		return strings.HasPrefix(full, "/")
	}
	return strings.HasPrefix(full, `\\`) || len(full) > 2 && full[1] == ':'
}

// Join puts a file name into a folder.
func (d *Disk) Join(folder, name string) string {
	return strings.TrimRight(folder, `\/`) + d.separator() + name
}

// folder is the directory part of a path.
func (d *Disk) folder(full string) string {
	cut := strings.LastIndexAny(full, `\/`)
	if d.Linux {
		cut = strings.LastIndex(full, "/")
	}
	if cut <= 0 {
		return d.separator()
	}
	if !d.Linux && cut == 2 {
		return full[:3]
	}
	return full[:cut]
}

// lookup finds the stored spelling of a path.
func (d *Disk) lookup(full string) (string, bool) {
	if _, ok := d.Files[full]; ok {
		return full, true
	}
	key := d.key(full)
	for stored := range d.Files {
		if d.key(stored) == key {
			return stored, true
		}
	}
	return "", false
}

// writable tells whether a folder exists and takes new files.
func (d *Disk) writable(folder string) *osError {
	key := d.key(folder)
	for stored, mayWrite := range d.Folders {
		if d.key(stored) != key {
			continue
		}
		if !mayWrite {
			return errDenied
		}
		return nil
	}
	if strings.HasPrefix(key, `\\`) {
		return errNetworkPath
	}
	return errPathMissing
}

// Read returns the content of a file.
func (d *Disk) Read(full string) ([]byte, *osError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	stored, ok := d.lookup(full)
	if ok {
		return d.Files[stored], nil
	}
	if missing := d.writable(d.folder(full)); missing == errPathMissing || missing == errNetworkPath {
		return nil, missing
	}
	return nil, errFileMissing
}

// Exists tells whether the file is there.
func (d *Disk) Exists(full string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.lookup(full)
	return ok
}

// Write creates or replaces a file that takes size bytes of its volume. Backups of large
// databases are small files here, hence the separate size.
func (d *Disk) Write(full string, content []byte, size int64) *osError {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.Linux && strings.ContainsAny(full, `*?"<>|`) {
		return errBadName
	}
	if refused := d.writable(d.folder(full)); refused != nil {
		return refused
	}
	if refused := d.charge(full, size); refused != nil {
		return refused
	}
	if stored, ok := d.lookup(full); ok {
		full = stored
	}
	if d.Files == nil {
		d.Files = map[string][]byte{}
	}
	d.Files[full] = content
	return nil
}

// AddFolder makes a directory; writable says whether the service account may write there.
func (d *Disk) AddFolder(folder string, writable bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Folders == nil {
		d.Folders = map[string]bool{}
	}
	d.Folders[folder] = writable
}

// charge takes size bytes of the volume that holds the path. A path on no known volume
// (a share) has room without end.
func (d *Disk) charge(full string, size int64) *osError {
	volume := d.volume(full)
	if volume == nil {
		return nil
	}
	if volume.Available < size {
		return errDiskFull
	}
	volume.Available -= size
	return nil
}

// volume finds the volume with the longest mount point that holds the path.
func (d *Disk) volume(full string) *Volume {
	var best *Volume
	key := d.key(full)
	for i := range d.Volumes {
		v := &d.Volumes[i]
		if strings.HasPrefix(key, d.key(v.Mount)) && (best == nil || len(v.Mount) > len(best.Mount)) {
			best = v
		}
	}
	return best
}
