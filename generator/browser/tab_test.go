package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	patience = 45 * time.Second      // how long anything may take
	glance   = 10 * time.Millisecond // between two looks at a page that is awaited
)

// tab is a tab of the browser. It belongs to one test, which fails when the tab meets a fault that nobody took.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string // requests must begin with it

	appearance appearance // the last that the tab was asked to show

	mu     sync.Mutex
	faults []string
	sent   map[network.RequestID]string
}

// idle are tabs that a test has left, by what they may ask for. A new tab, and a new process for it, is slow.
var (
	idleMu sync.Mutex
	idle   = map[string][]*tab{}
)

// newTab gives a test a tab that may ask for what stands under base. It may stand on any page there.
func newTab(t testing.TB, base string) *tab {
	t.Helper()
	idleMu.Lock()
	defer idleMu.Unlock()
	var b *tab
	if n := len(idle[base]); n > 0 {
		b, idle[base] = idle[base][n-1], idle[base][:n-1]
		b.t = t
	} else {
		b = freshTab(t, base)
	}
	t.Cleanup(func() {
		b.fail()
		idleMu.Lock()
		defer idleMu.Unlock()
		idle[base] = append(idle[base], b)
	})
	return b
}

// ownTab opens a tab that is closed after the test, for a test that changes how the tab works.
func ownTab(t testing.TB, base string) *tab {
	t.Helper()
	b := freshTab(t, base)
	t.Cleanup(func() {
		b.fail()
		_ = chromedp.Cancel(b.ctx) // what it met was told already
	})
	return b
}

func freshTab(t testing.TB, base string) *tab {
	t.Helper()
	parent, err := startBrowser()
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t, base: base, sent: map[network.RequestID]string{}}
	b.ctx, _ = chromedp.NewContext(parent, chromedp.WithListener(b.listen)) // closed with the browser at the latest
	if err := chromedp.Do(b.ctx); err != nil {
		t.Fatalf("no tab: %v", err)
	}
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b
}

// fail fails the test for the faults that nobody took.
func (b *tab) fail() {
	for _, fault := range b.take() {
		b.t.Errorf("the browser: %s", fault)
	}
}

// listen notes faults. The browser calls it for each event, in order.
func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		b.note("exception: " + text)
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
			return
		}
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value)+a.Description)
		}
		b.note(fmt.Sprintf("console %s: %s", e.Type, strings.Join(words, " ")))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.note(fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		b.request(e.RequestID, e.Request.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.note(fmt.Sprintf("status %v: %s", e.Response.Status, e.Response.URL))
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.mu.Lock()
			address := b.sent[e.RequestID]
			b.mu.Unlock()
			b.note(fmt.Sprintf("not loaded: %s %s", address, e.ErrorText))
		}
	}
}

func (b *tab) request(id network.RequestID, address string) {
	b.mu.Lock()
	b.sent[id] = address
	b.mu.Unlock()
	if strings.HasPrefix(address, b.base) || strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "blob:") || address == "about:blank" {
		return
	}
	b.note("a request that leaves the site: " + address)
}

func (b *tab) note(fault string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, fault)
}

// take returns the faults since the last call.
func (b *tab) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.faults
	b.faults = nil
	return out
}

// do runs steps and fails the test where one fails.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v (at %s)", err, b.address())
	}
}

// call sends a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatalf("%v (at %s)", err, b.address())
	}
	return result
}

// try evaluates an expression in the page; a promise is awaited.
func try[T any](b *tab, expression string) (T, error) {
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// eval evaluates an expression in the page and fails the test where that fails.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := try[T](b, expression)
	if err != nil {
		b.t.Fatalf("%v, evaluating %s (at %s)", err, expression, b.address())
	}
	return v
}

// address is where the tab is.
func (b *tab) address() string {
	v, err := try[string](b, `location.href`)
	if err != nil {
		return "nowhere"
	}
	return v
}

// open loads an address, even when only its fragment is new.
func (b *tab) open(address string) {
	b.t.Helper()
	before, _, _ := strings.Cut(b.address(), "#")
	if path, fragment, _ := strings.Cut(address, "#"); path == before {
		eval[string](b, fmt.Sprintf("location.hash = %q", fragment))
		b.do(chromedp.Reload())
	} else {
		b.do(chromedp.Navigate(address))
	}
}

// until waits for a condition, an expression in the page. A page that is being left is no fault.
func (b *tab) until(what, condition string) {
	b.t.Helper()
	if err := within(b.ctx, func() (bool, error) { return try[bool](b, condition) }); err != nil {
		b.t.Fatalf("%s did not come to pass: %v (at %s)", what, err, b.address())
	}
}

// within asks again and again until the answer is yes. An error that stays is returned.
func within(ctx context.Context, ask func() (bool, error)) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		yes, err := ask()
		if yes && err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			if err == nil {
				err = ctx.Err()
			}
			return err
		case <-look.C:
		}
	}
}

// arrived waits until the tab has loaded an address; its fragment counts when it is given.
func (b *tab) arrived(address string) {
	b.t.Helper()
	location := "location.href"
	if !strings.Contains(address, "#") {
		location = "location.href.split('#')[0]"
	}
	b.until("to be at "+address, fmt.Sprintf("%s === %q && document.readyState === 'complete'", location, address))
}

// back goes one step back in the history. It does not wait for the page.
func (b *tab) back() {
	b.t.Helper()
	h := call(b, page.GetNavigationHistory, cdp.Empty{})
	if h.CurrentIndex < 1 {
		b.t.Fatalf("nothing to go back to (at %s)", b.address())
	}
	call(b, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: h.Entries[h.CurrentIndex-1].ID})
}

// press presses keys one after the other; see the package kb for their names. A key goes down raw, as a keyboard's
// does: then no character follows where the page has dealt with the key.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k, func(p *input.DispatchKeyEventParams) {
			if p.Type == kb.KeyDown {
				p.Type = kb.KeyRawDown
			}
		}))
	}
}

// click clicks the middle of the first visible element that an expression in the page finds, as a hand would: the
// element must not be covered by another.
func (b *tab) click(element string) {
	b.t.Helper()
	at := eval[struct {
		X, Y  float64
		Fault string
	}](b, `(() => {
		const e = `+element+`;
		if (!e) return { Fault: 'is not there' };
		e.scrollIntoView({ block: 'center', behavior: 'instant' });
		const r = [...e.getClientRects()].find(r => r.width && r.height);
		if (!r || !e.checkVisibility({ visibilityProperty: true })) return { Fault: 'is not visible' };
		const X = r.left + r.width / 2, Y = r.top + r.height / 2, hit = document.elementFromPoint(X, Y);
		if (!hit || !e.contains(hit)) return { Fault: 'is covered by ' + (hit ? hit.outerHTML.slice(0, 200) : 'nothing') };
		return { X, Y, Fault: '' };
	})()`)
	if at.Fault != "" {
		b.t.Fatalf("%s %s (at %s)", element, at.Fault, b.address())
	}
	b.do(chromedp.MouseClickXY(at.X, at.Y))
}

// link is an expression for the first visible link in the page to a path of the site, or to a fragment when it begins
// with #. It looks in what the selector finds.
func (b *tab) link(within, to string) string {
	which := fmt.Sprintf("a.href.split('#')[0] === %q", b.base+to)
	if strings.HasPrefix(to, "#") {
		which = fmt.Sprintf("a.getAttribute('href') === %q", to)
	}
	return fmt.Sprintf("[...document.querySelectorAll(%q)].find(a => %s && a.checkVisibility())", within+" a[href]", which)
}
