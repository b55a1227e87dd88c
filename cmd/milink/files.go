package main

import (
	"errors"
	"os"
	"path/filepath"
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

// replaceable tells why a file must stay as it is.
func replaceable(path string, ours func([]byte) bool, force bool) error {
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case force || ours(old):
		return nil
	}
	return usage("%s exists and was not written by milink: choose another name, or say --force to overwrite it", path)
}
