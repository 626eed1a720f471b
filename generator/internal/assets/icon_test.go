package assets

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"
)

func drawOne(t *testing.T, svg string, p Picture) (*Asset, string) {
	t.Helper()
	out, ds := Draw(fstest.MapFS{"static/icon.svg": {Data: []byte(svg)}}, "static/icon.svg", []Picture{p})
	if ds.HasErrors() {
		return nil, ds[0].Message
	}
	return &out[0], ""
}

var white = color.NRGBA{255, 255, 255, 255}

func TestDraw(t *testing.T) {
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#0000ff"/>` +
		`<circle cx="5" cy="5" r="2" fill="none" stroke="#ff0000" stroke-width="2"/><path fill="#00ff00" d="M0 0 L3 0 0 3Z"/></svg>`
	a, fault := drawOne(t, svg, Picture{Path: "icon.png", Width: 120, Height: 100, Size: 100, Ground: white})
	if fault != "" {
		t.Fatal(fault)
	}
	img, err := png.Decode(bytes.NewReader(a.Data))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x, y int
		want color.NRGBA
		what string
	}{
		{5, 50, white, "beside the icon"},
		{60, 50, color.NRGBA{0, 0, 255, 255}, "the middle of the disc"},
		{80, 50, color.NRGBA{255, 0, 0, 255}, "on the ring"},
		{95, 50, color.NRGBA{0, 0, 255, 255}, "outside the ring"},
		{15, 5, color.NRGBA{0, 255, 0, 255}, "in the triangle"},
		{36, 5, white, "past the triangle"},
		{108, 98, white, "a corner"},
	} {
		if got := color.NRGBAModel.Convert(img.At(c.x, c.y)); got != c.want {
			t.Errorf("%s, at %d,%d: %v, want %v", c.what, c.x, c.y, got, c.want)
		}
	}
	if b := img.Bounds(); b.Dx() != 120 || b.Dy() != 100 {
		t.Errorf("the picture is %v", b)
	}
}

func TestDrawRefuses(t *testing.T) {
	wrap := func(s string) string { return `<svg viewBox="0 0 32 32">` + s + `</svg>` }
	for svg, want := range map[string]string{
		`<svg viewBox="0 0 32 16"/>`:                          "viewBox",
		`<svg viewBox="0 0 0 0"/>`:                            "holds nothing",
		`<svg viewBox="0 0 x x"/>`:                            "no number",
		wrap(`<rect width="3"/>`):                             "<rect>",
		wrap(`<circle r="1" fill="red"/>`):                    "colour",
		wrap(`<circle r="1e9" fill="#000000"/>`):              "no number",
		wrap(`<path fill="#000000" d="M0 0 C 1 2 3 4 5 6"/>`): `'C'`,
		wrap(`<path fill="#000000" d="M0 0 1 1"/>`):           "three corners",
		wrap(`<path fill="#000000" d="M0 0 1 1 2 2M3 3"/>`):   "begin once",
		`<svg viewBox="0 0 32 32"`:                            "XML",
	} {
		if a, fault := drawOne(t, svg, Picture{Path: "a.png", Width: 4, Height: 4, Size: 4}); a != nil || !strings.Contains(fault, want) {
			t.Errorf("%s: %q, want %q", svg, fault, want)
		}
	}
	if out, ds := Draw(fstest.MapFS{}, "static/icon.svg", []Picture{{}}); out != nil || ds != nil {
		t.Errorf("a missing icon is drawn, or told here: %v, %v", out, ds)
	}
}

// TestIndexed: every pixel keeps its colour, in a palette or, where the colours are more than it holds, without.
func TestIndexed(t *testing.T) {
	for _, colours := range []int{1, 2, 256, 257} {
		img := image.NewNRGBA(image.Rect(0, 0, 30, 20))
		for i := range 30 * 20 {
			c := i % colours
			img.SetNRGBA(i%30, i/30, color.NRGBA{uint8(c), uint8(c >> 8), 7, 255})
		}
		out := indexed(img)
		if _, ok := out.(*image.Paletted); ok != (colours <= 256) {
			t.Errorf("%d colours: %T", colours, out)
		}
		for i := range 30 * 20 {
			if got, want := color.NRGBAModel.Convert(out.At(i%30, i/30)), img.At(i%30, i/30); got != want {
				t.Fatalf("%d colours: pixel %d is %v, want %v", colours, i, got, want)
			}
		}
	}
}
