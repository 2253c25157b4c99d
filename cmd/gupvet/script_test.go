// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gupvet/gupvet/internal/kerneltest"
	"github.com/gupvet/gupvet/internal/source"
)

var update = flag.Bool("update", false, "write the expected output of scripts anew")

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "gupvet" { // a script's gupvet is told by the script
		os.Setenv(source.CacheEnv, "off")
	}
	testscript.Main(m, map[string]func(){"gupvet": main})
}

// TestScripts runs the scripts of testdata/script. Beyond what testscript has,
// they can say
//
//	tree DIR [VERSION]   make a kernel tree without drivers in DIR
//	status N PROGRAM...  run a program that has to end with status N
//	replace OLD NEW FILE replace text in a file
//
// $FIXTURES is the directory of kernel-fixtures.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of runs")
	}
	root := kerneltest.Root(t)
	fixtures := filepath.Join(root, "kernel-fixtures")
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join(root, "testdata", "script"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("NO_COLOR", "")
			env.Setenv(source.CacheEnv, filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"tree": func(ts *testscript.TestScript, neg bool, args []string) {
				version := "6.12"
				if len(args) == 2 {
					version = args[1]
				}
				ts.Check(copyTree(filepath.Join(fixtures, "linux-"+version), ts.MkAbs(args[0])))
			},
			"status": func(ts *testscript.TestScript, neg bool, args []string) {
				err := ts.Exec(args[1], args[2:]...)
				var exit *exec.ExitError
				got := 0
				if errors.As(err, &exit) {
					got = exit.ExitCode()
				} else {
					ts.Check(err)
				}
				if strconv.Itoa(got) != args[0] {
					ts.Fatalf("status %d, want %s", got, args[0])
				}
			},
			"replace": func(ts *testscript.TestScript, neg bool, args []string) {
				text := ts.ReadFile(args[2])
				changed := strings.ReplaceAll(text, unescape(args[0]), unescape(args[1]))
				if changed == text {
					ts.Fatalf("%s has no %q", args[2], args[0])
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(changed), 0o644))
			},
		},
	})
}

func unescape(s string) string { return strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(s) }

// copyTree copies what makes a fixture tree a kernel tree: the files of its root,
// mm and include.
func copyTree(from, to string) error {
	for _, part := range []string{"mm", "include"} {
		if err := os.CopyFS(filepath.Join(to, part), os.DirFS(filepath.Join(from, part))); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(from, "[A-Z]*"))
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue // a directory
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(f)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// TestInterrupted shows that a signal ends a run with status 130.
func TestInterrupted(t *testing.T) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1)
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	var out, errs strings.Builder
	tree := filepath.Join(kerneltest.Root(t), "kernel-fixtures", "linux-6.12")
	if got := run(ctx, []string{tree}, strings.NewReader(""), &out, &errs); got != exitInterrupted {
		t.Errorf("status %d, want %d; stderr: %s", got, exitInterrupted, errs.String())
	}
	if out.String() != "" || errs.String() != "gupvet: interrupted\n" {
		t.Errorf("stdout %q, stderr %q", out.String(), errs.String())
	}
}
