//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package output

import (
	"errors"
	"io/fs"
	"os"
)

// tryLock takes the lock or returns errHeld. The lock is the file's existence; a killed build leaves it, and the
// message that a later build gives names it.
func tryLock(path, owner string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, errHeld
	}
	if err != nil {
		return nil, err
	}
	_, _ = f.WriteString(owner + "\n")
	return func() {
		f.Close()
		os.Remove(path)
	}, nil
}
