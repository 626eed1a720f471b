package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"boussole/generator/internal/build"
	"boussole/generator/internal/output"
	"boussole/generator/internal/serve"
	"boussole/generator/internal/source"
)

type serveCmd struct {
	Addr string `help:"Where to listen, on this machine only." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
}

// Run makes the site in memory and shows it until it is interrupted.
func (c *serveCmd) Run(all *commands, s *streams) error {
	result, err := makeSite(all.Dir, build.Options{})
	if err != nil {
		return err
	}
	if !tell(s, result.Diagnostics, source.Warning) {
		fmt.Fprintf(s.err, "%s; nothing to show\n", summary(result.Diagnostics))
		return errContent
	}
	l, err := serve.Listen(c.Addr)
	if err != nil {
		return usageError{err}
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-stop
		l.Close()
	}()
	fmt.Fprintf(s.out, "http://%s/\n", l.Addr())
	return serve.Serve(l, result.Tree)
}

// publish writes the tree into the folder out of the project dir.
func publish(tree *output.Tree, dir, out string, s *streams) error {
	return output.Publish(tree, out, output.Options{Project: dir, Say: func(m string) { fmt.Fprintln(s.err, m) }})
}
