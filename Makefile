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

UDEVDIR ?= $(LIBDIR)/udev/rules.d
UNITDIR ?= $(LIBDIR)/systemd/system
MANDIR ?= $(SHAREDIR)/man
ZSHDIR ?= $(SHAREDIR)/zsh/site-functions

SCRATCH ?= .build
RELEASE = $(SCRATCH)/release
# As few jobs as wanted on a busy machine: make test JOBS=1. STATIC=1: programs that need no Swift.
BUILD = swift build $(if $(JOBS),--jobs $(JOBS)) \
    $(if $(filter-out .build,$(SCRATCH)),--scratch-path $(SCRATCH)) \
    $(if $(STATIC),--static-swift-stdlib -Xlinker -z -Xlinker now)
TEST = swift test --disable-xctest $(if $(JOBS),--jobs $(JOBS))
# The manual pages, made by `sight manual`, and their date: the last commit's.
PAGES = sightd.8 sight.1 sightd.toml.5 sight-events.7
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)
DATE = $(shell date --utc --date=@$(SOURCE_DATE_EPOCH) +%F)
INSTALL_FILE = install -D -m 644
INSTALL_PROGRAM = install -D -m 755
LINT = Sources Tests Package.swift

##@ Try it
.PHONY: demo
demo: release ## Build and run the demo line; live verdicts until Ctrl-C (or DEMO_SECONDS=10)
	@.ci/demo $(RELEASE)

.PHONY: test
test: libraries lint check-units ## Lint, check the units, build, run every test
	@# The kernels at the levels below the one that every other test takes; with VNNI only what
	@# multiplies bytes is another level.
	@for level in $$(.ci/lower-levels); do \
	    echo "kernels at the level $$level"; \
	    case $$level in \
	        *-vnni) tests='ElementTests|other numbers|ranges that' ;; \
	        *) tests='^(Compute|Anomaly)Tests\.' ;; \
	    esac; \
	    SIGHT_TEST_LEVEL=$$level $(TEST) --filter "$$tests"; \
	done
	$(TEST)

##@ Build
.PHONY: release
release: libraries ## Build sightd and sight, optimised
	$(BUILD) -c release --product sightd
	$(BUILD) -c release --product sight

.PHONY: bench
bench: libraries ## Time every step of the networks and the whole picture
	$(BUILD) -c release --product bench
	$(RELEASE)/bench speed --threads 1
	[ "$$(nproc)" = 1 ] || $(RELEASE)/bench speed --threads 2

.PHONY: deb
deb: libraries ## Build the Debian package, .build-deb/sight_VERSION_ARCHITECTURE.deb
	@.ci/make-deb

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

.PHONY: check-deb
check-deb: deb ## Build the Debian package and check it with lintian
	@.ci/install-libraries lintian:lintian
	lintian --fail-on error,warning .build-deb/*.deb

# Under the thread sanitizer what has threads, and how a team does networks: the plain definitions
# that kernels are compared with take an hour there. Under the other sanitizer all but long runs of
# what has tests of its own. make test-thread FILTER=, make test-address SKIP=: everything.
test-thread: FILTER ?= ^(Capture|Events|Host|Inspection|Realtime|sight)Tests[.]|TeamTests|NetworkDetectorTests|threads
test-address: SKIP ?= TrainerTests|ModelFitterTests|DistillerTests|OracleTests|DemoLineTests|ProductFiguresTests|TidyTests

.PHONY: test-thread
test-thread: libraries ## Run the tests of what has threads under the thread sanitizer
	$(TEST) --sanitize=thread --scratch-path .build-thread $(if $(FILTER),--filter '$(FILTER)')

.PHONY: test-address
test-address: libraries ## Run the tests under the address sanitizer, less the longest
	LSAN_OPTIONS=suppressions=$(CURDIR)/.ci/leaks $(TEST) --sanitize=address \
	    --scratch-path .build-address $(if $(SKIP),--skip '$(SKIP)')

.PHONY: system-test
system-test: deb ## Run the installed service in a virtual machine (CASE=name for one)
	@rm -rf .build-system/install
	@# What make itself says of this would hide the table.
	@$(MAKE) --no-print-directory --silent install DESTDIR=$(CURDIR)/.build-system/install \
	    SCRATCH=.build-system STATIC=1
	Tests/System/run.py --install .build-system/install --package .build-deb/*.deb \
	    $(OPTIONS) $(CASE)

.PHONY: format
format: swift ## Put every source into the style
	swift format --in-place --recursive --parallel $(LINT)

##@ Install
.PHONY: install
install: release ## Install everything under DESTDIR and PREFIX (/usr)
	$(INSTALL_PROGRAM) $(RELEASE)/sightd $(DESTDIR)$(BINDIR)/sightd
	$(INSTALL_PROGRAM) $(RELEASE)/sight $(DESTDIR)$(BINDIR)/sight
	install -d $(DESTDIR)$(UNITDIR)
	sed 's|/usr/bin/sightd|$(BINDIR)/sightd|' systemd/sightd@.service \
	    >$(DESTDIR)$(UNITDIR)/sightd@.service
	chmod 644 $(DESTDIR)$(UNITDIR)/sightd@.service
	$(INSTALL_FILE) systemd/sightd@.socket $(DESTDIR)$(UNITDIR)/sightd@.socket
	$(INSTALL_FILE) systemd/sightd-failed@.target $(DESTDIR)$(UNITDIR)/sightd-failed@.target
	$(INSTALL_FILE) systemd/sight.catalog $(DESTDIR)$(LIBDIR)/systemd/catalog/sight.catalog
	$(INSTALL_FILE) systemd/sight.sysusers $(DESTDIR)$(LIBDIR)/sysusers.d/sight.conf
	$(INSTALL_FILE) systemd/60-sight.rules $(DESTDIR)$(UDEVDIR)/60-sight.rules
	@# What somebody has changed stays as it is.
	[ -e $(DESTDIR)$(SYSCONFDIR)/sight/sightd.toml ] || \
	    $(INSTALL_FILE) config/sightd.toml $(DESTDIR)$(SYSCONFDIR)/sight/sightd.toml
	[ -e $(DESTDIR)$(SYSCONFDIR)/sight/demo.toml ] || { \
	    $(INSTALL_FILE) config/demo.toml $(DESTDIR)$(SYSCONFDIR)/sight/demo.toml && \
	    sed -i 's|"config/|"$(SHAREDIR)/sight/|' $(DESTDIR)$(SYSCONFDIR)/sight/demo.toml; }
	@# Every model that config has: the demo's, and the default teacher once there is one.
	for model in config/*.safetensors; do \
	    $(INSTALL_FILE) $$model $(DESTDIR)$(SHAREDIR)/sight/$${model##*/}; done
	$(INSTALL_FILE) README.md $(DESTDIR)$(SHAREDIR)/doc/sight/README.md
	$(INSTALL_FILE) config/demo-model.md $(DESTDIR)$(SHAREDIR)/doc/sight/demo-model.md
	$(INSTALL_FILE) config/teacher-s.md $(DESTDIR)$(SHAREDIR)/doc/sight/teacher-s.md
	$(INSTALL_FILE) LICENSE $(DESTDIR)$(SHAREDIR)/doc/sight/LICENSE
	install -d $(DESTDIR)$(SHAREDIR)/bash-completion/completions \
	    $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d
	$(RELEASE)/sight --generate-completion-script bash | sed '1{/^#!/d}' \
	    >$(DESTDIR)$(SHAREDIR)/bash-completion/completions/sight
	$(RELEASE)/sight --generate-completion-script zsh >$(DESTDIR)$(ZSHDIR)/_sight
	$(RELEASE)/sight --generate-completion-script fish \
	    >$(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d/sight.fish
	for page in $(PAGES); do \
	    folder=$(DESTDIR)$(MANDIR)/man$${page##*.}; install -d $$folder; \
	    $(RELEASE)/sight manual $$page --date $(DATE) --catalog systemd/sight.catalog | \
	        gzip -9n >$$folder/$$page.gz; done
	@if [ -z "$(DESTDIR)" ]; then .ci/after-install; fi

.PHONY: uninstall
uninstall: ## Remove what install put in place; settings, models and records stay
	rm -f $(DESTDIR)$(BINDIR)/sightd $(DESTDIR)$(BINDIR)/sight \
	    $(DESTDIR)$(UNITDIR)/sightd@.service $(DESTDIR)$(UNITDIR)/sightd@.socket \
	    $(DESTDIR)$(UNITDIR)/sightd-failed@.target \
	    $(DESTDIR)$(UDEVDIR)/60-sight.rules \
	    $(DESTDIR)$(LIBDIR)/systemd/catalog/sight.catalog \
	    $(DESTDIR)$(LIBDIR)/sysusers.d/sight.conf \
	    $(DESTDIR)$(SHAREDIR)/bash-completion/completions/sight \
	    $(DESTDIR)$(ZSHDIR)/_sight \
	    $(DESTDIR)$(SHAREDIR)/fish/vendor_completions.d/sight.fish
	for page in $(PAGES); do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page.gz; done
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
