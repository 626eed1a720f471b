package main

import (
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors is the house: a room may import rooms of lower floors only, and rooms of one floor never each other.
var floors = map[string]int{
	"source":  1,
	"pathway": 2, "catalog": 2, "markdown": 2, "site": 2, "prose": 2, "search": 2, "chart": 2, "assets": 2, "output": 2,
	"layout": 3, "schema": 3,
	"build": 4,
	"serve": 5,
}

// onlySource are rooms that import source and nothing else of the house: they could leave the repository.
var onlySource = map[string]bool{"pathway": true, "catalog": true, "markdown": true, "site": true, "prose": true, "search": true, "chart": true, "assets": true, "output": true}

// doors are the rooms by which each outside module enters, the longest prefix deciding.
var doors = map[string]string{
	"github.com/goccy/go-yaml":            "source",
	"golang.org/x/text/unicode/norm":      "source",
	"golang.org/x/text":                   "catalog",
	"github.com/nicksnyder/go-i18n/v2":    "catalog",
	"github.com/yuin/goldmark":            "markdown",
	"github.com/alecthomas/chroma/v2":     "markdown",
	"github.com/blevesearch/snowballstem": "search",
	"github.com/evanw/esbuild":            "assets",
	"golang.org/x/sys":                    "output",
	"github.com/alecthomas/kong":          "main",
	"html/template":                       "layout markdown build", // markdown and build hand finished HTML on
	"net/http":                            "serve",
	"net":                                 "serve",
	"os":                                  "main output",
	"syscall":                             "main output",
	"os/exec":                             "main", // git, for the versions that diff compares
	"os/signal":                           "main",
	"math/rand":                           "",
	"time":                                "source output serve main", // a calendar, a wait, a time-out, a new file's day; no clock in the output
	"unsafe":                              "output",                   // the system call that swaps two folders
	"crypto/rand":                         "output",                   // names of temporary folders
}

// badNames are drawers, not rooms.
var badNames = []string{"util", "utils", "common", "helper", "helpers", "types", "model", "models", "core", "base", "misc", "shared", "lib"}

const module = "boussole/generator/internal/"

func TestImports(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := filepath.Glob("internal/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, rooms...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		room := "main"
		if dir := filepath.Dir(file); dir != "." {
			room = filepath.Base(dir)
			if floors[room] == 0 {
				t.Errorf("%s: the room %q is not on the floor plan", file, room)
			}
			for _, bad := range badNames {
				if room == bad {
					t.Errorf("%s: %q is no name for a room", file, room)
				}
			}
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, file, room, name)
		}
	}
}

func checkImport(t *testing.T, file, room, name string) {
	t.Helper()
	if other, ok := strings.CutPrefix(name, module); ok {
		switch {
		case room != "main" && floors[other] >= floors[room]:
			t.Errorf("%s: %s imports %s, which is not below it", file, room, other)
		case onlySource[room] && other != "source":
			t.Errorf("%s: %s imports %s; it may import source only", file, room, other)
		}
		return
	}
	for prefix := name; prefix != "." && prefix != "/"; prefix = path.Dir(prefix) {
		allowed, ok := doors[prefix]
		if !ok {
			continue
		}
		if prefix != name && !strings.Contains(prefix, ".") {
			continue // a package of the standard library opens itself only
		}
		if !strings.Contains(" "+allowed+" ", " "+room+" ") {
			t.Errorf("%s: %s imports %s, whose door is %q", file, room, name, allowed)
		}
		return
	}
	if strings.Contains(strings.Split(name, "/")[0], ".") {
		t.Errorf("%s: the module of %s has no door in the house", file, name)
	}
}

// TestTopLevel holds the entries of the repository's top level.
func TestTopLevel(t *testing.T) {
	allowed := " content layouts generator static go.mod go.sum Makefile README.md public "
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !strings.Contains(allowed, " "+e.Name()+" ") {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}
