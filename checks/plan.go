package checks

import (
	"context"
	"io/fs"
	"slices"
	"time"
)

// recognising is why the files are looked at that tell what machine this is.
const recognising = "to recognise the kind of machine"

// Plan says what a run of this request would touch, from the request and the environment alone: no file is read, no process
// started, no connection opened. What depends on what files and answers say carries its condition.
func Plan(system *System, request Request) []Touch {
	var touches []Touch
	seen := map[Touch]bool{}
	add := func(touch Touch) {
		key := touch
		if touch.Kind == "file" {
			key.When = "" // one reason to read a file is enough
		}
		if !seen[key] {
			seen[key] = true
			touches = append(touches, touch)
		}
	}
	why := recognising
	looked := func(name string) error {
		add(Touch{Kind: "file", What: name, When: why})
		return &fs.PathError{Op: "plan", Path: name, Err: fs.ErrNotExist}
	}
	blind := *system
	blind.ReadFile = func(name string, _ int64) ([]byte, error) { return nil, looked(name) }
	blind.Stat = func(name string) (fs.FileInfo, error) { return nil, looked(name) }
	blind.ListDir = func(name string) ([]string, error) { return nil, looked(name) }
	blind.LookPath = func(string) []string { return nil }
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s := newSession(ctx, &blind, request)
	observeHost(s)
	hostFiles := touches
	touches, why = nil, ""
	for _, check := range All() {
		if !request.includes(check.ID) || check.Plan == nil {
			continue
		}
		for _, touch := range check.Plan(s) {
			if touch.Kind == "file" || !request.Local {
				add(touch)
			}
		}
	}
	return slices.Concat(touches, hostFiles)
}
