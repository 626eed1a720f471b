# Every command of the project. `make` alone makes the site; the README says what you need.
GO ?= go
OUT ?= public
TOOL = $(GO) tool -modfile=.tools/go.mod

.PHONY: site serve check test axe lint race fuzz bench clean

site: ## make the site into public/
	@$(GO) run ./generator build --out $(OUT)

serve: ## show the site on this machine
	@$(GO) run ./generator serve

check: ## tell everything that is wrong with the content and the rules
	@$(GO) run ./generator check

# One package after the other: each uses all cores by itself, and a browser beside other tests makes both slower.
test: browser ## run every test
	$(GO) vet ./...
	GOGC=400 $(GO) test -vet=off -p 1 -timeout 30m ./...

axe: browser ## judge every page with axe-core in both themes, 320 and 1280 px wide (npm installs it)
	$(GO) test ./generator/browser -run '^Test(Barriers|EveryPage)' -timeout 60m

race: ## run every test with the race detector
	$(GO) test -race ./generator/internal/...

lint: ## read the code with the linters
	@test -z "$$($(TOOL) gofumpt -l generator)" || { $(TOOL) gofumpt -l generator; echo 'make lint: run gofumpt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(TOOL) staticcheck ./...
	$(TOOL) deadcode -test ./...

fuzz: ## look for inputs that break the readers, 30 seconds each
	@for t in $$(grep -rl '^func Fuzz' generator --include=*_test.go); do \
	  for f in $$(sed -n 's/^func \(Fuzz[A-Za-z]*\).*/\1/p' $$t); do \
	    echo "$$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s ./$$(dirname $$t) || exit 1; \
	  done; done

bench: ## measure; compare figures of one machine and one hour only
	$(GO) test -run '^$$' -bench . -benchmem ./generator/internal/...

# The tests drive a real browser. Where there is none and the system has apt-get, it is installed.
.PHONY: browser
browser:
	@.ci/browser

clean: ## delete the built site
	rm -rf $(OUT)
