# Everything sets itself up: a fresh clone needs only make and Python 3.11 or later.
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
RUN := .venv/bin/python
# Several processes; the root's conftest.py says how many, and which test runs where.
WORKERS := --numprocesses auto --dist loadscope
STAMP := .venv/complete
NATIVE := src/thumbnailer_native/libthumbnailer_native.so
LOCKS := dev build fuzzer corpora corpora-tools runtime emulator oldest terraform bench chaos checkov models node
# Renovate runs the command that uv writes into the header of each lock: options have an equals sign,
# and what Renovate would refuse stays out of it.
COMPILE := uv pip compile --universal --python-version=3.11 --generate-hashes
# Locked without dependencies.
ALONE := heif layer provider rie
UNHEADED := --upgrade --quiet --custom-compile-command "make locks"
LOCALSTACK := --python-platform linux --python-version=3.13 --exclude-newer=2026-04-15

.PHONY: help
help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(NATIVE) ## Run the whole pipeline in an emulator and show what comes out
	$(RUN) -m tools.demo.pipeline

.PHONY: examples
examples: $(NATIVE) ## Apply every example in an emulator, use it, and destroy it
	$(RUN) -m tools.demo.examples

.PHONY: test
test: $(NATIVE) ## Run every test
	$(RUN) -m pytest $(WORKERS)

.PHONY: test-fast
test-fast: $(NATIVE) ## Run the tests that need neither artifacts nor an emulator
	$(RUN) -m pytest $(WORKERS) tests/property tests/functional $(wildcard tests/unit */tests/unit)

.PHONY: build
build: ## Build the artifacts for both architectures into dist/
	./build.sh --arch arm64
	./build.sh --arch x86_64

.PHONY: release
release: $(STAMP) ## Make the archives of a release in dist/release/: make release VERSION=1.0.0
	@$(RUN) -m tools.build.release "$(VERSION)"

.PHONY: lint
lint: $(NATIVE) ## Check style, types, shell, workflows, Terraform's format, docs and links
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/shellcheck build.sh $(wildcard .ci/run)
	.venv/bin/zizmor --offline --quiet --persona pedantic .github
	$(RUN) -m tools.local_aws.terraform fmt -check -diff -recursive
	$(RUN) -m models.docs --check
	$(RUN) -m tools.docs.links
	$(RUN) -m tools.docs.commands

.PHONY: checkov
checkov: $(STAMP) ## Scan the Terraform code for what is unsafe
	$(RUN) -m tools.checkov

.PHONY: format
format: $(STAMP) ## Bring Python and Terraform into shape
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	$(RUN) -m tools.local_aws.terraform fmt -recursive

.PHONY: docs
docs: $(NATIVE) ## Generate the tables of the READMEs from the Terraform code
	$(RUN) -m models.docs

.PHONY: chaos
chaos: $(NATIVE) ## Lose or spoil something: 2,000 uploads under faults, kills and redeployments
	$(RUN) -m chaos.run

.PHONY: fuzz
fuzz: $(NATIVE) ## Call native code with a million inputs that no test thought of
	$(RUN) -m tests.fuzz.run

.PHONY: bench
bench: $(STAMP) ## Measure
	$(RUN) -m benchmarks.run

.PHONY: models
models: $(STAMP) ## Compute what it costs, simulate a burst, and draw both
	$(RUN) -m models.run
	$(RUN) -m models.docs

.PHONY: locks
locks: ## Take the newest versions into requirements/*.txt (needs uv)
	cd requirements && for name in $(LOCKS); do \
		$(COMPILE) --upgrade --quiet --output-file=$$name.txt $$name.in || exit; done
	cd requirements && for name in $(ALONE); do \
		$(COMPILE) $(UNHEADED) --no-deps --output-file=$$name.txt $$name.in || exit; done
	@# LocalStack runs with the dependencies of its day only, and on one Python.
	cd requirements && $(subst --universal --python-version=3.11,$(LOCALSTACK),$(COMPILE)) $(UNHEADED) \
		--output-file=localstack.txt localstack.in

.PHONY: venv
venv: $(NATIVE)
	@:

# What build.sh runs with: the interpreter's path.
.PHONY: builder
builder:
	$(need_python)
	@"$(PYTHON)" -m tools.venvs builder build.txt

.PHONY: clean
clean: ## Remove everything that was made
	rm -rf .venv build dist $(NATIVE) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .terraform.lock.hcl -delete

# Compiled in place for this machine; build.sh compiles it for Lambda's.
$(NATIVE): $(wildcard src/thumbnailer_native/*.[ch]) tools/build/native.py $(STAMP)
	@$(RUN) -m tools.build.native

define need_python
@test -n "$(PYTHON)" || { echo "There is no Python 3.11 or later on PATH: install one," \
	"or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
endef

$(STAMP): requirements/dev.txt
	$(need_python)
	@echo "Setting up .venv with $(PYTHON): once, about a minute."
	@"$(PYTHON)" -m venv --clear .venv || { echo "$(PYTHON) cannot make virtual environments:" \
		"install its venv module (on Debian and Ubuntu the package python3-venv)." >&2; exit 1; }
	@$(RUN) -m pip install -qq --require-hashes -r requirements/dev.txt
	@# The project is used in place: its sources are importable from any directory.
	@printf '%s\n' "$(CURDIR)/src" "$(CURDIR)" > \
		"$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/thumbnailer.pth"
	@touch $@
