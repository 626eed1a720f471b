package pathway

import (
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The cost of the present order is the joint diagram's own mean; the exact search finds what trying every order
// finds; moving questions never does better and never worse than the present order.
func TestOrderSolversAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := compileText(t, drawRules(t))
		j, _ := d.Joint()
		o := newOrderer(d, j)
		present := o.present()
		if got, want := o.cost(present), j.Expected(); math.Abs(got-want) > 1e-9 {
			t.Fatalf("the present order costs %v, the tree's mean is %v", got, want)
		}
		least := math.Inf(1)
		permutations(present, func(items []int) {
			if o.allowed(items) {
				least = min(least, o.cost(items))
			}
		})
		exact, ok := o.exact(orderLimit)
		if !ok || math.Abs(o.cost(exact)-least) > 1e-9 {
			t.Fatalf("the exact search finds %v, trying all finds %v", o.cost(exact), least)
		}
		if c := o.cost(o.improve(present)); c < least-1e-9 || c > o.cost(present)+1e-9 {
			t.Fatalf("moving questions finds %v; the least is %v, the present order costs %v", c, least, o.cost(present))
		}
	})
}

func permutations(items []int, f func([]int)) {
	var rec func(k int)
	p := slices.Clone(items)
	rec = func(k int) {
		if k == len(p) {
			f(p)
			return
		}
		for i := k; i < len(p); i++ {
			p[k], p[i] = p[i], p[k]
			rec(k + 1)
			p[k], p[i] = p[i], p[k]
		}
	}
	rec(0)
}

func TestOrderOfAccess(t *testing.T) {
	data, err := os.ReadFile("../../../content/pathways/access.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d := compileText(t, string(data))
	orders, ok := d.FindOrder()
	if !ok || orders.Best.Expected > orders.Present.Expected {
		t.Fatalf("got %+v", orders)
	}
	t.Logf("proved %v\npresent %v\nbest    %v", orders.Proved, orders.Present, orders.Best)
}
