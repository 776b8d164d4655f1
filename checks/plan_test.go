package checks

import (
	"context"
	"io/fs"
	"slices"
	"testing"
	"time"
)

// TestPlanNamesEveryFileThatARunLooksAt compares what a run without sign-in asks the machine for with what was announced.
func TestPlanNamesEveryFileThatARunLooksAt(t *testing.T) {
	m := newMachine(t)
	announced := map[string]bool{}
	for _, touch := range Plan(m.System, Request{Local: true}) {
		if touch.Kind != "file" {
			t.Errorf("--local touches %+v", touch)
		}
		announced[touch.What] = true
	}
	var unannounced []string
	looked := func(name string) error {
		if !announced[name] && !slices.Contains(unannounced, name) {
			unannounced = append(unannounced, name)
		}
		return &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	system := *m.System
	system.ReadFile = func(name string, _ int64) ([]byte, error) { return nil, looked(name) }
	system.Stat = func(name string) (fs.FileInfo, error) { return nil, looked(name) }
	Run(context.Background(), &system, Options{Request: Request{Local: true}, Timeout: 5 * time.Second})
	if len(unannounced) > 0 {
		t.Errorf("looked at without a word: %q", unannounced)
	}
	if !announced["/sys/class/dmi/id/chassis_asset_tag"] {
		t.Error("the files that tell what machine this is are not announced")
	}
}
