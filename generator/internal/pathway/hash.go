package pathway

import "slices"

// The tables of a [space] are open-addressed and hold no pointer: they are what a compilation spends its time in.

// memoKey is an operation and what it is applied to.
type memoKey struct {
	op      op
	a, b, c ref
}

func (k memoKey) hash() uint64 {
	return mix(mix(uint64(uint32(k.a))<<32|uint64(uint32(k.b))) ^ uint64(uint32(k.c))<<32 ^ uint64(k.op))
}

// mix spreads the bits of x over all 64: the last step of MurmurHash3.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// smallest is how many entries a table begins with; always a power of two.
const smallest = 1 << 10

// memo holds the results of operations. An entry whose op is opNone is free.
type memo struct {
	entries []memoEntry
	used    int
}

type memoEntry struct {
	key memoKey
	out ref
}

// at is the entry of the key, or the free one where it would stand.
func (m *memo) at(k memoKey) *memoEntry {
	last := uint64(len(m.entries) - 1)
	for i := k.hash() & last; ; i = (i + 1) & last {
		if e := &m.entries[i]; e.key == k || e.key.op == opNone {
			return e
		}
	}
}

func (m *memo) get(k memoKey) (ref, bool) {
	if m.used == 0 {
		return 0, false
	}
	e := m.at(k)
	return e.out, e.key.op != opNone
}

func (m *memo) put(k memoKey, out ref) {
	if 2*(m.used+1) > len(m.entries) {
		old := m.entries
		m.entries = make([]memoEntry, max(smallest, 2*len(old)))
		for _, e := range old {
			if e.key.op != opNone {
				*m.at(e.key) = e
			}
		}
	}
	e := m.at(k)
	if e.key.op == opNone {
		m.used++
	}
	*e = memoEntry{k, out}
}

// unique finds the node that has some branches: each entry is a node's ref and 1, or 0 where it is free.
type unique struct {
	entries []ref
	used    int
}

func hashNode(level int, kids []ref) uint64 {
	h := uint64(level)
	for _, k := range kids {
		h = mix(h ^ uint64(uint32(k)))
	}
	return h
}

// at is the entry of the node, or the free one where it would stand.
func (u *unique) at(sp *space, level int, kids []ref) *ref {
	last := uint64(len(u.entries) - 1)
	for i := hashNode(level, kids) & last; ; i = (i + 1) & last {
		e := &u.entries[i]
		if *e == 0 || sp.levelOf(*e-1) == level && slices.Equal(sp.branches(*e-1), kids) {
			return e
		}
	}
}

// grow makes room for one more node. Nothing that at returned before may be used after it.
func (u *unique) grow(sp *space) {
	if u.used++; 2*u.used <= len(u.entries) {
		return
	}
	u.entries = make([]ref, max(smallest, 2*len(u.entries)))
	for i := range sp.level {
		r := ref(i)
		*u.at(sp, sp.levelOf(r), sp.branches(r)) = r + 1
	}
}
