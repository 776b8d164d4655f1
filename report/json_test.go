package report

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// asJSON writes the report and reads it back as plain values.
func asJSON(t *testing.T, r Report) (document []byte, value any) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), value
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if compiled.DraftVersion != 2020 {
		t.Errorf("draft %d", compiled.DraftVersion)
	}
	return compiled
}

func TestDocumentsFollowSchema(t *testing.T) {
	compiled := compiledSchema(t)
	for name, example := range examples {
		_, value := asJSON(t, example().report(Options{}))
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefuses shows that the schema says something: each spoilt document is refused.
func TestSchemaRefuses(t *testing.T) {
	compiled := compiledSchema(t)
	spoil := map[string]func(document map[string]any){
		"no verdict":     func(d map[string]any) { delete(d, "verdict") },
		"a null list":    func(d map[string]any) { d["checks"] = nil },
		"unknown state":  func(d map[string]any) { d["verdict"].(map[string]any)["state"] = "fine" },
		"other version":  func(d map[string]any) { d["schemaVersion"] = "2.0" },
		"local time":     func(d map[string]any) { d["generatedAt"] = "yesterday" },
		"too high score": func(d map[string]any) { d["score"].(map[string]any)["value"] = json.Number("101") },
		"empty cause": func(d map[string]any) {
			d["checks"].([]any)[4].(map[string]any)["findings"].([]any)[0].(map[string]any)["cause"] = ""
		},
	}
	for name, change := range spoil {
		_, value := asJSON(t, noRole().report(Options{}))
		change(value.(map[string]any))
		if compiled.Validate(value) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	_, value := asJSON(t, noRole().report(Options{}))
	value.(map[string]any)["later"] = "addition"
	if err := compiled.Validate(value); err != nil {
		t.Errorf("a field of a later version is refused: %v", err)
	}
}

// TestSchemaAgreesWithTypes walks the Go types and the schema together: the same fields, required unless omitted when
// empty, of the same JSON type.
func TestSchemaAgreesWithTypes(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	agree(t, root, "report", reflect.TypeFor[Report](), root)
}

func agree(t *testing.T, root map[string]any, path string, goType reflect.Type, node map[string]any) {
	t.Helper()
	if ref, ok := node["$ref"].(string); ok {
		node = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if goType.Kind() == reflect.Pointer {
		nullable := node
		if either, ok := node["anyOf"].([]any); ok {
			node = either[0].(map[string]any)
		} else if types, ok := node["type"].([]any); ok && slices.Contains(types, any("null")) {
			node = map[string]any{"type": types[0]}
		} else if goType != reflect.TypeFor[*checks.Observations]() {
			t.Errorf("%s: %v may be null in Go and not in the schema %v", path, goType, nullable)
		}
		agree(t, root, path, goType.Elem(), node)
		return
	}
	switch {
	case goType == reflect.TypeFor[checks.Observations](), goType == reflect.TypeFor[time.Time]():
		return // described loosely: the facts have their own types, in package checks
	case goType == reflect.TypeFor[OrNull]():
		types, _ := node["type"].([]any)
		values, _ := node["enum"].([]any)
		if !slices.Contains(types, any("null")) && !slices.Contains(values, nil) {
			t.Errorf("%s: may be null in Go and not in the schema", path)
		}
	case goType.Kind() == reflect.Struct:
		agreeFields(t, root, path, goType, node)
	case goType.Kind() == reflect.Slice:
		if node["type"] != "array" {
			t.Errorf("%s: a list in Go and %v in the schema", path, node["type"])
			return
		}
		agree(t, root, path+"[]", goType.Elem(), node["items"].(map[string]any))
	default:
		want := map[reflect.Kind]string{reflect.String: "string", reflect.Int: "integer", reflect.Int64: "integer", reflect.Bool: "boolean", reflect.Float64: "number"}[goType.Kind()]
		if node["type"] != want {
			t.Errorf("%s: %s in Go and %v in the schema", path, want, node["type"])
		}
	}
}

func agreeFields(t *testing.T, root map[string]any, path string, goType reflect.Type, node map[string]any) {
	t.Helper()
	properties, _ := node["properties"].(map[string]any)
	required, _ := node["required"].([]any)
	described := maps.Clone(properties)
	for i := range goType.NumField() {
		field := goType.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		property, ok := properties[name].(map[string]any)
		if !ok {
			t.Errorf("%s.%s is not in the schema", path, name)
			continue
		}
		delete(described, name)
		if optional := strings.Contains(options, "omit"); optional == slices.Contains(required, any(name)) {
			t.Errorf("%s.%s: left out when empty: %t, required: %t", path, name, optional, !optional)
		}
		agree(t, root, path+"."+name, field.Type, property)
	}
	for name := range described {
		t.Errorf("%s.%s is in the schema and not in Go", path, name)
	}
}

func TestEverySchemaNodeIsDescribed(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(root["description"].(string), "added, never renamed, removed or changed in meaning") {
		t.Error("the rule of additions is not written down")
	}
	for name, definition := range root["$defs"].(map[string]any) {
		for field, property := range definition.(map[string]any)["properties"].(map[string]any) {
			if described, _ := property.(map[string]any)["description"].(string); described == "" {
				t.Errorf("%s.%s has no description", name, field)
			}
		}
	}
}

func TestReadObservations(t *testing.T) {
	document, _ := asJSON(t, noRole().report(Options{}))
	fromReport, err := ReadObservations(document)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := json.Marshal(noRole().o)
	if err != nil {
		t.Fatal(err)
	}
	fromBare, err := ReadObservations(bare)
	if err != nil {
		t.Fatal(err)
	}
	for from, o := range map[string]*checks.Observations{"report": fromReport, "bare": fromBare} {
		if again, _ := json.Marshal(o); !bytes.Equal(again, bare) {
			t.Errorf("%s gives back other observations:\n%s\n%s", from, again, bare)
		}
	}
	for _, bad := range []string{``, `null`, `[]`, `{}`, `{"at":"2026-11-22T09:00:00Z"} x`, `{"at":7}`, `{"schemaVersion":"1.0"}`, `{"schemaVersion":"1.0","observations":null}`,
		`{"schemaVersion":"2.0","observations":{"at":"2026-11-22T09:00:00Z"}}`, `{"schemaVersion":"1.0","observations":{}}`} {
		if o, err := ReadObservations([]byte(bad)); err == nil {
			t.Errorf("%q is read as %v", bad, o)
		}
	}
	if _, err := ReadObservations([]byte(`{"schemaVersion":"1.7","observations":{"at":"2026-11-22T09:00:00Z","later":{}}}`)); err != nil {
		t.Errorf("a later 1.x is refused: %v", err)
	}
}

// FuzzReadObservations reads any bytes, and what it accepts must survive judging and every format.
func FuzzReadObservations(f *testing.F) {
	for _, example := range []func() example{healthy, noRole, stopped, nobody, late, func() example { return fleet(3) }} {
		var b bytes.Buffer
		if err := WriteJSON(&b, example().report(Options{})); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
		bare, _ := json.Marshal(example().o)
		f.Add(bare)
	}
	f.Add([]byte(`{"at":"2026-11-22T09:00:00Z","tokens":[{"credential":"azure-cli","outcome":"token"}],"request":{"vaults":["\u001b[31mx\n\n✓ forged"]},"keyVault":{"vaults":[{"host":"a"}]}}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		o, err := ReadObservations(document)
		if err != nil {
			return
		}
		r := New(o, Options{})
		checkInvariants(t, r)
		var b bytes.Buffer
		if err := WriteJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadObservations(b.Bytes()); err != nil {
			t.Fatal(err)
		}
	})
}
