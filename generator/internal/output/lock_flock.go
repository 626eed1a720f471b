//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock or returns errHeld. The system gives the lock back when the process ends, however it
// ends, so a file left by a killed build holds nobody up. The file is deleted with the lock still held, and whoever
// gets a lock on a deleted file tries again with the new one.
func tryLock(path, owner string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o644)
		if err != nil {
			return nil, err
		}
		for {
			if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EINTR) {
				break
			}
		}
		if err != nil {
			f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, errHeld
			}
			return nil, err
		}
		mine, err1 := f.Stat()
		there, err2 := os.Lstat(path)
		if err1 != nil || err2 != nil || !os.SameFile(mine, there) {
			f.Close()
			continue
		}
		// Who holds it is said as well as it can be: a full disk need not stop the build here.
		_ = f.Truncate(0)
		_, _ = f.WriteAt([]byte(owner+"\n"), 0)
		return func() {
			os.Remove(path)
			f.Close()
		}, nil
	}
}
