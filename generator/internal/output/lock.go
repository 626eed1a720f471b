package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// errHeld says that another build has the lock.
var errHeld = errors.New("another build has the lock")

// pollEvery is how often a waiting build looks whether the lock is free.
const pollEvery = 50 * time.Millisecond

// lock makes builds into the same folder follow each other, and returns what gives the lock back.
func (p *publication) lock() (unlock func(), err error) {
	path := filepath.Join(filepath.Dir(p.place), "."+p.base+".lock")
	deadline := time.Now().Add(p.wait)
	said := false
	for {
		unlock, err := tryLock(path, fmt.Sprintf("process %d", os.Getpid()))
		if err == nil {
			return unlock, nil
		}
		if !errors.Is(err, errHeld) {
			return nil, explain("lock", path, err)
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("another build (%s) has been writing to %s for %v; wait until it ends, or end it (the lock is %s)", holder(path), p.dir, p.wait, path)
		}
		if !said {
			p.say(fmt.Sprintf("another build (%s) is writing to %s; waiting for it, at most %v", holder(path), p.dir, p.wait))
			said = true
		}
		time.Sleep(pollEvery)
	}
}

// holder is what the build that has the lock wrote into it.
func holder(path string) string {
	data, err := os.ReadFile(path)
	s := strings.TrimSpace(string(data))
	if err != nil || s == "" || len(s) > 80 || !isPrintable(s) {
		return "it does not say which"
	}
	return s
}

func isPrintable(s string) bool {
	_, found := hidden(s)
	return !found && uniform(s) == s
}
