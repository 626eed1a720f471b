package output

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Options say where [Publish] may write and how it talks. The zero value is ready to use.
type Options struct {
	// Project is the project's folder, which the site never replaces; empty when there is none.
	Project string
	// Wait is how long to wait for another build into the same folder; 0 is 30 seconds.
	Wait time.Duration
	// Say is called with a whole sentence when Publish waits or finds nothing to write; it may be nil.
	Say func(message string)
}

// Publish makes dir hold the tree and nothing else, in one step; see the package's comment. The folder above dir
// must exist. The error is one sentence for the person who started the build; while it is not nil, dir is as it
// was before, unless the error says that only something beside dir is left to clear up.
func Publish(tree *Tree, dir string, o Options) error {
	p, err := newPublication(tree, dir, o)
	if err != nil {
		return err
	}
	defer p.parent.Close()
	return p.run()
}

// publication is one call of Publish.
type publication struct {
	tree *Tree
	// dir is the folder as the caller named it, for messages; place is its real path, whose parent exists.
	dir, place string
	// base is the name of the folder in parent.
	base   string
	parent *os.Root
	// list is the manifest that the folder will hold.
	list manifest
	wait time.Duration
	say  func(string)
	// exchange swaps two folders in one step, or returns errNoExchange.
	exchange func(a, b string) error
	// before is called before each change on the disk; tests put faults here.
	before func(operation, path string) error
}

const defaultWait = 30 * time.Second

func newPublication(tree *Tree, dir string, o Options) (*publication, error) {
	if len(tree.Files()) == 0 {
		return nil, errors.New("the site holds no file; nothing is published")
	}
	place, err := locate(dir)
	if err != nil {
		return nil, err
	}
	if err := guard(dir, place, o.Project); err != nil {
		return nil, err
	}
	parent, err := os.OpenRoot(filepath.Dir(place))
	if err != nil {
		return nil, explain("open", filepath.Dir(place), err)
	}
	p := &publication{
		tree: tree, dir: dir, place: place, base: filepath.Base(place), parent: parent, list: manifestOf(tree),
		wait: o.Wait, say: o.Say, exchange: exchange, before: func(string, string) error { return nil },
	}
	if p.wait == 0 {
		p.wait = defaultWait
	}
	if p.say == nil {
		p.say = func(string) {}
	}
	return p, nil
}

func (p *publication) run() error {
	unlock, err := p.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := p.sweep(); err != nil {
		return err
	}
	old, err := p.inspect()
	if err != nil {
		return err
	}
	if p.equal(old) {
		p.say(fmt.Sprintf("%s is up to date; nothing was written", p.dir))
		return nil
	}
	fresh := p.beside("new")
	if err := p.build(fresh); err != nil {
		_, _ = remove(p.parent, fresh) // what is left is removed by the next build
		return p.failed(err, old)
	}
	// Look again: the build may have taken long, and somebody may have put a file there.
	var aside string
	if old, err = p.inspect(); err == nil {
		aside, err = p.swap(fresh, old)
	}
	if err != nil {
		_, _ = remove(p.parent, fresh)
		return p.failed(err, old)
	}
	if err := syncFolder(p.parent, "."); err != nil {
		return fmt.Errorf("the new site is published, but a power cut may undo it: %w", explain("store", filepath.Dir(p.place), err))
	}
	if aside == "" {
		return nil
	}
	return p.discard(aside)
}

// failed adds to an error what became of the site that was there.
func (p *publication) failed(err error, old state) error {
	if _, lost := p.parent.Lstat(p.base); lost == nil && old.exists && !old.empty {
		return fmt.Errorf("%w; the site in %s is as it was before", err, p.dir)
	}
	return err
}

// swap puts the fresh folder where the site belongs. It returns the name the old folder has now, beside it, or ""
// when there was none.
func (p *publication) swap(fresh string, old state) (aside string, err error) {
	err = p.before("rename", p.dir)
	switch {
	case err != nil:
	case !old.exists:
		err = p.parent.Rename(fresh, p.base)
	default:
		aside = fresh
		err = p.exchange(filepath.Join(filepath.Dir(p.place), fresh), p.place)
		if errors.Is(err, errNoExchange) {
			aside, err = p.swapInTwoSteps(fresh)
		}
	}
	return aside, explain("rename", p.dir, err)
}

// swapInTwoSteps is for disks that cannot exchange two names. Between the steps there is no site under its name;
// when the build is killed there, sweep puts the old one back.
func (p *publication) swapInTwoSteps(fresh string) (aside string, err error) {
	aside = p.beside("old")
	if err := p.parent.Rename(p.base, aside); err != nil {
		return "", err
	}
	err = p.before("rename new", p.dir)
	if err == nil {
		err = p.parent.Rename(fresh, p.base)
	}
	if err == nil {
		return aside, nil
	}
	if back := p.parent.Rename(aside, p.base); back != nil {
		return "", fmt.Errorf("%w; the old site is now in %s", err, filepath.Join(filepath.Dir(p.place), aside))
	}
	return "", err
}

// discard deletes the old site under the name it has now.
func (p *publication) discard(name string) error {
	kept, err := remove(p.parent, name)
	where := filepath.Join(filepath.Dir(p.place), name)
	if err != nil {
		return fmt.Errorf("the new site is published, but the old one cannot be deleted: %w", explain("delete", where, err))
	}
	if len(kept) > 0 {
		return fmt.Errorf("the new site is published, but somebody put files into the old one meanwhile; they are kept in %s: %s", where, listed(kept))
	}
	return nil
}

// beside returns a name that is not in use for a folder beside the site's, recognisable as the generator's.
func (p *publication) beside(kind string) string {
	random := make([]byte, randomBytes)
	rand.Read(random)
	return p.prefix(kind) + hex.EncodeToString(random)
}

const randomBytes = 8

func (p *publication) prefix(kind string) string { return "." + p.base + "." + kind + "-" }
