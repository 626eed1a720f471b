package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

const (
	// settling is the age, since its last change, at which a file is taken to be written to its end: an editor
	// writes a long page in several steps, and a disk's clock may be too coarse to tell two of them apart.
	settling = 20 * time.Millisecond
	// settlingEmpty is the same for an empty file: many programs cut a file to nothing before they write it, and no
	// file of a site is meant to be empty.
	settlingEmpty = 200 * time.Millisecond
	// maxRounds is how often files that keep changing are read.
	maxRounds = 100
)

// reading is a file as it was read.
type reading struct {
	path string // on the disk
	data []byte
	info fs.FileInfo // as it was when data was read
	// settled reports whether the file was the same before and after, and old enough not to be in the middle of
	// being written.
	settled bool
}

type tooLarge int64

func (n tooLarge) Error() string {
	return fmt.Sprintf("the file has %d bytes; at most %d are read", int64(n), maxProjectFile)
}

var errNotRegular = errors.New("it is not a regular file")

// read fills f from the disk. It reports false when there is no such file, or no more, or a fault was reported.
func (r *reader) read(f *reading, name string) bool {
	before := len(f.data)
	err := f.readOnce(r.root)
	var large tooLarge
	switch {
	case gone(err):
		return false
	case errors.As(err, &large):
		r.fault(name, err.Error(), "large files belong elsewhere; link to them")
		return false
	case errors.Is(err, errNotRegular):
		r.fault(name, err.Error(), "")
		return false
	case err != nil:
		r.fault(name, "it cannot be read: "+reason(err), "")
		return false
	}
	r.total += int64(len(f.data) - before)
	return true
}

func (f *reading) readOnce(root *os.Root) error {
	before, err := root.Lstat(f.path)
	if err != nil {
		return err
	}
	if !before.Mode().IsRegular() {
		return errNotRegular
	}
	if before.Size() > maxProjectFile {
		return tooLarge(before.Size())
	}
	// Without waiting: if a pipe has taken the file's name since, nobody may ever write to it.
	file, err := root.OpenFile(f.path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	opened, err := file.Stat()
	if err != nil {
		return err
	}
	if !opened.Mode().IsRegular() {
		return errNotRegular
	}
	// The clock is asked for nothing else; a time in the future counts as old.
	age, enough := time.Since(opened.ModTime()), settling
	if opened.Size() == 0 {
		enough = settlingEmpty
	}
	data, err := io.ReadAll(io.LimitReader(file, maxProjectFile+1))
	if err != nil {
		return err
	}
	after, err := file.Stat()
	if err != nil {
		return err
	}
	f.data, f.info = data, opened
	f.settled = same(before, opened) && same(opened, after) && int64(len(data)) == opened.Size() && (age < 0 || age >= enough)
	return nil
}

// same reports whether two looks at a path saw one file in one state.
func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// settle looks at all files again after the last was read, and reads those again that changed meanwhile or were
// not settled. It comes back when a round finds none.
func (r *reader) settle() {
	for range maxRounds {
		unsettled := r.unsettled()
		if len(unsettled) == 0 {
			return
		}
		time.Sleep(settling)
		for name, f := range unsettled {
			if !r.read(f, name) {
				delete(r.files, name)
			}
		}
	}
	for name := range r.unsettled() {
		r.fault(name, "the file kept changing while it was read", "wait until the program that writes it has ended")
	}
}

// unsettled returns the files that may have changed since they were read. What has vanished is taken out.
func (r *reader) unsettled() map[string]*reading {
	out := map[string]*reading{}
	for name, f := range r.files {
		info, err := r.root.Lstat(f.path)
		switch {
		case gone(err):
			delete(r.files, name)
		case err != nil || !f.settled || !same(info, f.info):
			out[name] = f
		}
	}
	return out
}
