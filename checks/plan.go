package checks

import (
	"context"
	"io/fs"
	"time"
)

// Plan says what a run of this request would touch, from the request and the environment alone: no file is read, no process
// started, no connection opened. What depends on what files and answers say carries its condition.
func Plan(system *System, request Request) []Touch {
	blind := *system
	blind.ReadFile = func(name string, _ int64) ([]byte, error) {
		return nil, &fs.PathError{Op: "plan", Path: name, Err: fs.ErrNotExist}
	}
	blind.Stat = func(name string) (fs.FileInfo, error) {
		return nil, &fs.PathError{Op: "plan", Path: name, Err: fs.ErrNotExist}
	}
	blind.ListDir = func(name string) ([]string, error) {
		return nil, &fs.PathError{Op: "plan", Path: name, Err: fs.ErrNotExist}
	}
	blind.LookPath = func(string) []string { return nil }
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s := newSession(ctx, &blind, request)
	var touches []Touch
	seen := map[Touch]bool{}
	for _, check := range All() {
		if !request.includes(check.ID) || check.Plan == nil {
			continue
		}
		for _, touch := range check.Plan(s) {
			if request.Local && touch.Kind != "file" || seen[touch] {
				continue
			}
			seen[touch] = true
			touches = append(touches, touch)
		}
	}
	return touches
}
