package build

import (
	"runtime"
	"runtime/debug"
	"sync"

	"boussole/generator/internal/source"
)

// Bug is what [Build] panics with when the generator itself fails: no content is meant to make it.
type Bug struct {
	// Doing says what was being done: a stage, and the page or file in hand; it goes on after "while".
	Doing string
	// Value is what the panic was called with.
	Value any
	// Stack is the stack of the goroutine that failed.
	Stack []byte
}

// bugOf is what was recovered while something was being done. It is called by the deferred function itself, so that
// the stack is that of the failure.
func bugOf(doing string, recovered any) *Bug {
	if bug, ok := recovered.(*Bug); ok {
		return bug
	}
	return &Bug{doing, recovered, debug.Stack()}
}

// parallel calls f for 0 to n-1 on all cores and returns the diagnostics in the order of the numbers. When calls panic,
// it panics with the [Bug] of the lowest number, once all have ended; doing says what a call is at.
func parallel(n int, doing func(i int) string, f func(i int) source.Diagnostics) source.Diagnostics {
	out, bugs := make([]source.Diagnostics, n), make([]*Bug, n)
	one := func(i int) {
		defer func() {
			if r := recover(); r != nil {
				bugs[i] = bugOf(doing(i), r)
			}
		}()
		out[i] = f(i)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				one(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	var ds source.Diagnostics
	for i, o := range out {
		if bugs[i] != nil {
			panic(bugs[i])
		}
		ds = append(ds, o...)
	}
	return ds
}
