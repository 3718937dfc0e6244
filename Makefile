# `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr
DESTDIR ?=
SYSCONFDIR ?= /etc
BINDIR = $(PREFIX)/bin
# systemd reads these under /usr, or under /usr/local for a program that is there.
LIBDIR = $(PREFIX)/lib
SHAREDIR = $(PREFIX)/share

RELEASE = .build/release
# As few as wanted on a busy machine: make test JOBS=1
BUILD = swift build $(if $(JOBS),--jobs $(JOBS))
TEST = swift test --disable-xctest $(if $(JOBS),--jobs $(JOBS))
INSTALL_FILE = install -D -m 644
INSTALL_PROGRAM = install -D -m 755
LINT = Sources Tests Package.swift

##@ Try it
.PHONY: demo
demo: release ## Build and run the demo line; live verdicts until Ctrl-C (or DEMO_SECONDS=10)
	@.ci/demo $(RELEASE)

.PHONY: test
test: libraries lint check-units ## Lint, check the units, build, run every test
	$(TEST)

##@ Build
.PHONY: release
release: libraries ## Build sightd and sight, optimised
	$(BUILD) -c release --product sightd
	$(BUILD) -c release --product sight

.PHONY: bench
bench: libraries ## Time kernels, stages and the whole line against their budgets
	$(BUILD) -c release --product bench
	$(RELEASE)/bench

.PHONY: libraries
libraries: swift
	@.ci/install-libraries

.PHONY: swift
swift:
	@.ci/need-swift

##@ Check
.PHONY: lint
lint: swift ## Check the style of every source
	swift format lint --strict --recursive --parallel $(LINT)

.PHONY: check-units
check-units: ## Check the systemd units and the catalog
	@.ci/check-units

.PHONY: test-thread
test-thread: libraries ## Run every test under the thread sanitizer
	$(TEST) --sanitize=thread --scratch-path .build-thread

.PHONY: test-address
test-address: libraries ## Run every test under the address sanitizer
	LSAN_OPTIONS=suppressions=$(CURDIR)/.ci/leaks $(TEST) --sanitize=address --scratch-path .build-address

.PHONY: system-test
system-test: libraries ## Run the installed service in a virtual machine (CASE=name for one)
	$(BUILD) -c release --static-swift-stdlib --scratch-path .build-system --product sightd
	$(BUILD) -c release --static-swift-stdlib --scratch-path .build-system --product sight
	@rm -rf .build-system/install
	@# What make itself says of this would hide the table.
	@$(MAKE) --no-print-directory --silent install DESTDIR=$(CURDIR)/.build-system/install \
	    RELEASE=.build-system/release BUILD=true
	Tests/System/run.py --install .build-system/install $(OPTIONS) $(CASE)

.PHONY: format
format: swift ## Put every source into the style
	swift format --in-place --recursive --parallel $(LINT)

##@ Install
.PHONY: install
install: release ## Install everything under DESTDIR and PREFIX (/usr)
	$(INSTALL_PROGRAM) $(RELEASE)/sightd $(DESTDIR)$(BINDIR)/sightd
	$(INSTALL_PROGRAM) $(RELEASE)/sight $(DESTDIR)$(BINDIR)/sight
	install -d $(DESTDIR)$(LIBDIR)/systemd/system
	sed 's|/usr/bin/sightd|$(BINDIR)/sightd|' systemd/sightd@.service \
	    >$(DESTDIR)$(LIBDIR)/systemd/system/sightd@.service
	chmod 644 $(DESTDIR)$(LIBDIR)/systemd/system/sightd@.service
	$(INSTALL_FILE) systemd/sightd@.socket $(DESTDIR)$(LIBDIR)/systemd/system/sightd@.socket
	$(INSTALL_FILE) systemd/sight.catalog $(DESTDIR)$(LIBDIR)/systemd/catalog/sight.catalog
	$(INSTALL_FILE) systemd/sight.sysusers $(DESTDIR)$(LIBDIR)/sysusers.d/sight.conf
	@# What somebody has changed stays as it is.
	[ -e $(DESTDIR)$(SYSCONFDIR)/sight/sightd.toml ] || \
	    $(INSTALL_FILE) config/sightd.toml $(DESTDIR)$(SYSCONFDIR)/sight/sightd.toml
	$(INSTALL_FILE) README.md $(DESTDIR)$(SHAREDIR)/doc/sight/README.md
	$(INSTALL_FILE) LICENSE $(DESTDIR)$(SHAREDIR)/doc/sight/LICENSE
	$(INSTALL_FILE) config/demo.toml $(DESTDIR)$(SHAREDIR)/sight/demo.toml
	$(INSTALL_FILE) config/demo.safetensors $(DESTDIR)$(SHAREDIR)/sight/demo.safetensors
	sed -i 's|"config/|"$(SHAREDIR)/sight/|' $(DESTDIR)$(SHAREDIR)/sight/demo.toml
	install -d $(DESTDIR)$(SHAREDIR)/bash-completion/completions \
	    $(DESTDIR)$(SHAREDIR)/zsh/site-functions $(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d
	$(RELEASE)/sight --generate-completion-script bash \
	    >$(DESTDIR)$(SHAREDIR)/bash-completion/completions/sight
	$(RELEASE)/sight --generate-completion-script zsh \
	    >$(DESTDIR)$(SHAREDIR)/zsh/site-functions/_sight
	$(RELEASE)/sight --generate-completion-script fish \
	    >$(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d/sight.fish
	@if [ -z "$(DESTDIR)" ]; then .ci/after-install; fi

.PHONY: uninstall
uninstall: ## Remove what install put in place; settings, models and records stay
	rm -f $(DESTDIR)$(BINDIR)/sightd $(DESTDIR)$(BINDIR)/sight \
	    $(DESTDIR)$(LIBDIR)/systemd/system/sightd@.service \
	    $(DESTDIR)$(LIBDIR)/systemd/system/sightd@.socket \
	    $(DESTDIR)$(LIBDIR)/systemd/catalog/sight.catalog \
	    $(DESTDIR)$(LIBDIR)/sysusers.d/sight.conf \
	    $(DESTDIR)$(SHAREDIR)/bash-completion/completions/sight \
	    $(DESTDIR)$(SHAREDIR)/zsh/site-functions/_sight \
	    $(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d/sight.fish
	rm -rf $(DESTDIR)$(SHAREDIR)/doc/sight $(DESTDIR)$(SHAREDIR)/sight
	@if [ -z "$(DESTDIR)" ]; then .ci/after-install; fi

##@ Housekeeping
.PHONY: clean
clean: ## Remove everything that was built
	rm -rf .build .build-*

.PHONY: help
help: ## List what there is
	@awk 'BEGIN { FS = ":.*## " } \
	    /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
