package output

import (
	"os"
	"path"
	"sync"
)

// writers is how many files are written at once: waiting for one to be stored, the disk can take others. It is
// small because some systems let a process open only 64 files.
const writers = 4

// build writes the tree to a new folder beside the site's and has it stored durably.
func (p *publication) build(fresh string) error {
	if err := p.makeFolder(p.parent, fresh); err != nil {
		return err
	}
	root, err := p.parent.OpenRoot(fresh)
	if err != nil {
		return explain("open", fresh, err)
	}
	defer root.Close()
	// The manifest comes first: whatever of the list is there when the build is killed can be removed.
	if err := p.writeFile(root, manifestName, p.list.encode()); err != nil {
		return err
	}
	dirs := p.list.folders()
	for i := len(dirs) - 1; i >= 0; i-- { // a folder before what it holds
		if err := p.makeFolder(root, dirs[i]); err != nil {
			return err
		}
	}
	if err := p.writeFiles(root); err != nil {
		return err
	}
	for _, dir := range append(dirs, ".") {
		if err := p.before("sync", dir); err != nil {
			return explain("store", path.Join(p.dir, dir), err)
		}
		if err := syncFolder(root, dir); err != nil {
			return explain("store", path.Join(p.dir, dir), err)
		}
	}
	return nil
}

// makeFolder makes one folder with the mode 0755; the umask may have taken some of it away.
func (p *publication) makeFolder(root *os.Root, name string) error {
	err := p.before("mkdir", name)
	if err == nil {
		err = root.Mkdir(name, 0o755)
	}
	if err == nil {
		err = root.Chmod(name, 0o755)
	}
	return explain("make the folder", path.Join(p.dir, name), err)
}

// writeFiles writes all files of the tree. The error is that of the first file in the list that failed.
func (p *publication) writeFiles(root *os.Root) error {
	errs, bugs := make([]error, len(p.list.Files)), make([]any, len(p.list.Files))
	write := func(i int) error {
		defer func() { bugs[i] = recover() }() // for the caller, who can clear up
		name := p.list.Files[i].Path
		return p.writeFile(root, name, p.tree.entries[name].data)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			failed := false
			for i := range next {
				if failed {
					continue
				}
				errs[i] = write(i)
				failed = errs[i] != nil || bugs[i] != nil
			}
		})
	}
	for i := range errs {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, err := range errs {
		if bugs[i] != nil {
			panic(bugs[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *publication) writeFile(root *os.Root, name string, data []byte) error {
	return explain("write", path.Join(p.dir, name), p.store(root, name, data))
}

// store writes one new file with the mode 0644. A full disk may show only when the file is stored or closed.
func (p *publication) store(root *os.Root, name string, data []byte) (err error) {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		closed := p.before("close", name)
		if e := f.Close(); closed == nil {
			closed = e
		}
		if err == nil {
			err = closed
		}
	}()
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = p.before("write", name); err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = p.before("sync", name); err != nil {
		return err
	}
	return f.Sync()
}
