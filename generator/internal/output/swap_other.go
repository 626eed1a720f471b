//go:build !linux && !darwin

package output

func exchange(a, b string) error { return errNoExchange }
