package checks

import (
	"cmp"
	"reflect"
	"slices"
	"time"
)

// clean returns a copy of the observations in which every string, map keys included, is free of secrets. The original
// stays as it is: an abandoned probe may still be reading what it handed out.
func (s *secrets) clean(o *Observations) *Observations {
	return s.cleaned(reflect.ValueOf(o)).Interface().(*Observations)
}

var timeType = reflect.TypeFor[time.Time]()

// cleaned returns a cleaned deep copy of v. Unexported fields are dropped: facts have none.
func (s *secrets) cleaned(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(s.cleanText(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(s.cleaned(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(s.cleaned(v.Elem()))
		}
	case reflect.Struct:
		if v.Type() == timeType {
			out.Set(reflect.ValueOf(plainTime(v.Interface().(time.Time))))
			break
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(s.cleaned(v.Field(i)))
			}
		}
	case reflect.Slice:
		s.cleanSlice(out, v)
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(s.cleaned(v.Index(i)))
		}
	case reflect.Map:
		s.cleanMap(out, v)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer: // no fact
	default:
		out.Set(v)
	}
	return out
}

func (s *secrets) cleanSlice(out, v reflect.Value) {
	switch {
	case v.IsNil():
	case v.Type().Elem().Kind() == reflect.Uint8:
		out.SetBytes([]byte(s.cleanText(string(v.Bytes()))))
	default:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(s.cleaned(v.Index(i)))
		}
	}
}

// cleanMap takes keys in order, so that of two that are the same once cleaned the same one wins every time.
func (s *secrets) cleanMap(out, v reflect.Value) {
	if v.IsNil() {
		return
	}
	out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
	keys := v.MapKeys()
	if v.Type().Key().Kind() == reflect.String {
		slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	}
	for _, key := range keys {
		out.SetMapIndex(s.cleaned(key), s.cleaned(v.MapIndex(key)))
	}
}

// plainTime leaves out times that JSON cannot carry; az prints whatever expiry it was given.
func plainTime(t time.Time) time.Time {
	if year := t.Year(); year < 1 || year > 9999 {
		return time.Time{}
	}
	return t
}
