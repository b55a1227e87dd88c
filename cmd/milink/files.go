package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// replaceFile writes a file in one go: whoever reads it sees the old or the new one, never
// a half. It is readable by its owner only. A file that is there already is replaced only
// when ours recognises it, or when the person insists.
func replaceFile(path string, data []byte, ours func([]byte) bool, force bool) error {
	if err := replaceable(path, ours, force); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".milink-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// replaceable tells why a file must stay as it is, or cannot be at all.
func replaceable(path string, ours func([]byte) bool, force bool) error {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return usageError{text: fmt.Sprintf("%s cannot be written: there is no folder %s", path, filepath.Dir(path)), cause: err}
	}
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return usage("%s %s: choose another name", path, inWords(err))
	case force || ours(old):
		return nil
	}
	return usage("%s exists and was not written by milink: choose another name, or say --force to overwrite it", path)
}

// inWords says why a file cannot be used, to stand behind its name.
func inWords(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "cannot be read: no such file"
	case errors.Is(err, syscall.EISDIR):
		return "is a folder"
	}
	return "cannot be used: " + bareCause(err)
}

// bareCause is what the operating system said, without the call and the path around it.
func bareCause(err error) string {
	var (
		path   *os.PathError
		link   *os.LinkError
		system *os.SyscallError
	)
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	case errors.As(err, &system):
		return system.Err.Error()
	}
	return err.Error()
}
