package output

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// reasons are what the disk says, in human words.
var reasons = []struct {
	err  error
	text string
}{
	{syscall.ENOSPC, "there is no space left on the disk"},
	{syscall.EDQUOT, "your share of the disk's space is used up"},
	{syscall.EROFS, "the disk can only be read"},
	{syscall.EXDEV, "the folder is a disk of its own (a mount point); give a folder inside it, so that the new site can be built beside the old one"},
	{syscall.EBUSY, "the folder is in use, perhaps as a mount point; give a folder inside it, so that the new site can be built beside the old one"},
	{syscall.ENAMETOOLONG, "the name is too long for this disk"},
	{syscall.EMFILE, "too many files are open"},
	{syscall.ENFILE, "too many files are open on this computer"},
	{syscall.EIO, "the disk reports a fault"},
	{syscall.ENOTEMPTY, "somebody put files there meanwhile"},
	{fs.ErrPermission, "you are not allowed to"},
	{fs.ErrExist, "somebody made it meanwhile"},
	{fs.ErrNotExist, "it does not exist"},
}

// fault is an error of the disk in human words; the error itself stays reachable.
type fault struct {
	operation, path, text string
	err                   error
}

func (f *fault) Error() string { return fmt.Sprintf("cannot %s %s: %s", f.operation, f.path, f.text) }
func (f *fault) Unwrap() error { return f.err }

// explain puts an error of the disk in human words. Nil, and what was explained already, stay as they are.
func explain(operation, path string, err error) error {
	var explained *fault
	if err == nil || errors.As(err, &explained) {
		return err
	}
	return &fault{operation, path, reason(err), err}
}

func reason(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.text
		}
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
