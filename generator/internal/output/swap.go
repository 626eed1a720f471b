package output

import (
	"errors"
	"os"
	"runtime"
)

// errNoExchange says that the system or the disk cannot exchange two names in one step.
var errNoExchange = errors.New("this disk cannot exchange two names")

// syncFolder has a folder's list of names stored durably. Windows does that by itself and has no call for it.
func syncFolder(root *os.Root, name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
