package assets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"boussole/generator/internal/source"
)

// Picture is a PNG to be drawn from an SVG icon: for machines that show no SVG.
type Picture struct {
	// Path is where it stands in the site.
	Path string
	// Width and Height are in pixels; the icon stands in the middle, Size pixels wide and high.
	Width, Height, Size int
	// Ground is the colour behind the icon.
	Ground color.NRGBA
}

// Draw draws pictures of an icon: an SVG with a square viewBox that begins at 0 0, made of <circle> (cx, cy, r) and
// <path> (straight lines: M, L and Z), with fill, stroke, stroke-width and stroke-opacity. Anything else in it is an
// error; without the icon, which the layout that names it asks for, there is no picture. The arithmetic is in whole
// numbers, so that every machine draws the same bytes.
func Draw(fsys fs.FS, name string, pictures []Picture) ([]Asset, source.Diagnostics) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil
	}
	f, ds := source.New(name, data)
	if ds.HasErrors() {
		return nil, ds
	}
	d, at, err := parseIcon(f.Text)
	if err != nil {
		ds.Add(source.Diagnostic{Pos: f.At(at), Message: "the icon cannot be drawn as PNG: " + err.Error(), Hint: "draw it with <circle> and with <path> of straight lines (M, L, Z) in colours such as #11503d"})
		return nil, ds
	}
	var out []Asset
	for _, p := range pictures {
		var b bytes.Buffer
		if err := png.Encode(&b, indexed(d.draw(p))); err != nil {
			panic("assets: " + err.Error()) // memory takes everything
		}
		out = append(out, Asset{Name: p.Path, Path: p.Path, Data: b.Bytes()})
	}
	return out, ds
}

// milli is how many units of the drawing one unit of the SVG has.
const milli = 1000

// icon is a drawing: shapes one upon the other, in thousandths of the SVG's unit.
type icon struct {
	side   int64
	shapes []shape
}

type shape struct {
	ink color.NRGBA
	// inner and outer are the radii of a circle or ring around x, y; a shape with corners has no radii.
	x, y, inner, outer int64
	corners            [][2]int64
	// least and most bound the corners: most points are told by them alone.
	least, most [2]int64
}

// polygon is a shape with corners.
func polygon(ink color.NRGBA, corners [][2]int64) shape {
	s := shape{ink: ink, corners: corners}
	if len(corners) > 0 {
		s.least, s.most = corners[0], corners[0]
	}
	for _, c := range corners {
		for axis, v := range c {
			s.least[axis], s.most[axis] = min(s.least[axis], v), max(s.most[axis], v)
		}
	}
	return s
}

func (s shape) covers(x, y int64) bool {
	if s.corners == nil {
		dx, dy := x-s.x, y-s.y
		d := dx*dx + dy*dy
		return d <= s.outer*s.outer && d >= s.inner*s.inner
	}
	if x < s.least[0] || x > s.most[0] || y < s.least[1] || y > s.most[1] {
		return false
	}
	inside := false
	for i, a := range s.corners {
		b := s.corners[(i+1)%len(s.corners)]
		if (a[1] > y) != (b[1] > y) {
			// x < a0 + (y-a1)*(b0-a0)/(b1-a1), without the division
			left, right := (x-a[0])*(b[1]-a[1]), (y-a[1])*(b[0]-a[0])
			if b[1] < a[1] {
				left, right = -left, -right
			}
			if left < right {
				inside = !inside
			}
		}
	}
	return inside
}

// maxShapes is how many bits a mask has.
const maxShapes = 64

// samples is how many points of a pixel are looked at, along each side.
const samples = 4

func (d *icon) draw(p Picture) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, p.Width, p.Height))
	draw.Draw(img, img.Bounds(), image.NewUniform(p.Ground), image.Point{}, draw.Src)
	left, top := (p.Width-p.Size)/2, (p.Height-p.Size)/2
	// Which shapes cover the corners of the pixels, row by row: where all four corners are alike the pixel is plain.
	above, below := make([]uint64, p.Size+1), make([]uint64, p.Size+1)
	row := func(masks []uint64, y int) {
		for x := range masks {
			masks[x] = d.mask(int64(x)*d.side/int64(p.Size), int64(y)*d.side/int64(p.Size))
		}
	}
	row(below, 0)
	for y := range p.Size {
		above, below = below, above
		row(below, y+1)
		for x := range p.Size {
			m := above[x]
			if m == above[x+1] && m == below[x] && m == below[x+1] {
				if m != 0 {
					img.SetNRGBA(left+x, top+y, d.blend(m, p.Ground))
				}
				continue
			}
			img.SetNRGBA(left+x, top+y, d.pixel(x, y, p.Size, p.Ground))
		}
	}
	return img
}

// indexed is a picture with one byte for each pixel, which takes less time and space to write, where a palette holds its
// colours.
func indexed(img *image.NRGBA) image.Image {
	out := image.NewPaletted(img.Rect, nil)
	known := map[color.NRGBA]uint8{}
	var last color.NRGBA
	var index uint8
	for i := range out.Pix {
		p := img.Pix[4*i : 4*i+4 : 4*i+4]
		if c := (color.NRGBA{p[0], p[1], p[2], p[3]}); c != last || len(known) == 0 {
			n, ok := known[c]
			if !ok {
				if len(out.Palette) == 256 {
					return img
				}
				n = uint8(len(out.Palette))
				known[c], out.Palette = n, append(out.Palette, c)
			}
			last, index = c, n
		}
		out.Pix[i] = index
	}
	return out
}

// mask tells which shapes cover a point, a bit for each.
func (d *icon) mask(x, y int64) uint64 {
	var m uint64
	for i, s := range d.shapes {
		if s.covers(x, y) {
			m |= 1 << i
		}
	}
	return m
}

// blend is the colour where the shapes of a mask lie upon the ground.
func (d *icon) blend(m uint64, ground color.NRGBA) color.NRGBA {
	c := ground
	for i, s := range d.shapes {
		if m&(1<<i) != 0 {
			c = over(s.ink, c)
		}
	}
	return c
}

// pixel is the mean of points in a pixel that an edge crosses.
func (d *icon) pixel(ix, iy, size int, ground color.NRGBA) color.NRGBA {
	var r, g, b int
	for s := range samples * samples {
		at := func(i, s int) int64 { return (int64(2*(i*samples+s)+1) * d.side) / int64(2*samples*size) }
		c := d.blend(d.mask(at(ix, s%samples), at(iy, s/samples)), ground)
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	const n = samples * samples
	return color.NRGBA{uint8((r + n/2) / n), uint8((g + n/2) / n), uint8((b + n/2) / n), 255}
}

// over lays a colour upon an opaque one.
func over(ink, under color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(ink.A) + int(b)*(255-int(ink.A)) + 127) / 255) }
	return color.NRGBA{mix(ink.R, under.R), mix(ink.G, under.G), mix(ink.B, under.B), 255}
}

// parseIcon reads an icon; with an error, at is where in the text.
func parseIcon(text []byte) (d *icon, at int, err error) {
	d = &icon{}
	dec := xml.NewDecoder(bytes.NewReader(text))
	for {
		at = int(dec.InputOffset())
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, at, err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := d.element(e); err != nil {
				return nil, at, err
			}
		}
	}
	if d.side == 0 {
		return nil, 0, errors.New("it has no viewBox")
	}
	if len(d.shapes) > maxShapes {
		return nil, 0, fmt.Errorf("it has %d shapes, expected at most %d", len(d.shapes), maxShapes)
	}
	return d, 0, nil
}

func (d *icon) element(e xml.StartElement) error {
	a := attributes{m: map[string]string{}}
	for _, x := range e.Attr {
		a.m[x.Name.Local] = x.Value
	}
	switch e.Name.Local {
	case "svg":
		box := strings.Fields(a.m["viewBox"])
		if len(box) != 4 || box[0] != "0" || box[1] != "0" || box[2] != box[3] {
			return fmt.Errorf("its viewBox is %q, expected a square such as 0 0 32 32", a.m["viewBox"])
		}
		d.side = a.number(box[2])
		if d.side <= 0 && a.err == nil {
			return fmt.Errorf("its viewBox is %q, which holds nothing", a.m["viewBox"])
		}
	case "circle":
		s := shape{x: a.get("cx", "0"), y: a.get("cy", "0"), outer: a.get("r", "0")}
		if fill := a.m["fill"]; fill != "none" {
			s.ink = a.colour(fill, "1")
			d.shapes = append(d.shapes, s)
		}
		if stroke, ok := a.m["stroke"]; ok && stroke != "none" {
			half := a.get("stroke-width", "1") / 2
			s.inner, s.outer, s.ink = s.outer-half, s.outer+half, a.colour(stroke, a.m["stroke-opacity"])
			d.shapes = append(d.shapes, s)
		}
	case "path":
		d.shapes = append(d.shapes, polygon(a.colour(a.m["fill"], "1"), a.corners(a.m["d"])))
	default:
		return fmt.Errorf("found <%s>", e.Name.Local)
	}
	return a.err
}

// attributes reads values; the first that cannot be read is kept.
type attributes struct {
	m   map[string]string
	err error
}

func (a *attributes) fail(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, args...)
	}
}

func (a *attributes) get(name, otherwise string) int64 {
	if v, ok := a.m[name]; ok {
		return a.number(v)
	}
	return a.number(otherwise)
}

func (a *attributes) number(s string) int64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(v) > 10_000 || math.IsNaN(v) {
		a.fail("%q is no number that can be drawn", s)
		return 0
	}
	return int64(math.Round(v * milli))
}

func (a *attributes) colour(hex, opacity string) color.NRGBA {
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		a.fail("the colour is %q", hex)
	}
	alpha := int64(milli)
	if opacity != "" {
		alpha = max(0, min(milli, a.number(opacity)))
	}
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), uint8((alpha*255 + milli/2) / milli)}
}

// corners reads a path of straight lines, in absolute coordinates.
func (a *attributes) corners(d string) [][2]int64 {
	for _, r := range d {
		if !strings.ContainsRune("MLZ0123456789.- ", r) {
			a.fail("found a path with %q", r)
			return nil
		}
	}
	if strings.Count(d, "M") != 1 {
		a.fail("found a path that does not begin once")
		return nil
	}
	numbers := strings.Fields(strings.NewReplacer("M", " ", "L", " ", "Z", " ").Replace(d))
	if len(numbers)%2 != 0 || len(numbers) < 6 {
		a.fail("found a path without three corners")
		return nil
	}
	var out [][2]int64
	for i := 0; i < len(numbers); i += 2 {
		out = append(out, [2]int64{a.number(numbers[i]), a.number(numbers[i+1])})
	}
	return out
}
