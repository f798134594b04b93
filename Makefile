# Bare `make` lists what can be made. Steps leave stamps, so that nothing is done twice.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
HTTPS ?=
export PORT HTTPS

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps
DIST := src/yunchuang/web/common/static/yunchuang/dist
FRONT := $(shell find frontend/src -type f 2>/dev/null) $(wildcard vite.config.* tsconfig.json frontend/*.ts frontend/*.json)
NPM := $(BIN)/python frontend/npm.py

.PHONY: help demo test test-fast check fmt messages bench docs build lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/.runtime $(DIST)/.built ## run everything at http://127.0.0.1:8000 (PORT=… changes it; HTTPS=1 for phones)
	@exec $(BIN)/yunchuang demo

test: .venv/.dev $(DIST)/.built ## everything, browser tests included (checks first)
	@$(BIN)/python -m tests.machine
	@$(MAKE) check
	@echo "· tests without a browser"
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not alone"
	@echo "· tests with a browser, and those that want the machine for themselves"
	@$(BIN)/python -m pytest -q -m "browser or alone"

test-fast: .venv/.dev ## the tests that need no browser and little time
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not alone and not slow"

check: .venv/.dev node_modules/.installed ## style, types, contracts, front end, migrations, translations, house rules
	@echo "· ruff";          $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "· mypy";          $(BIN)/mypy --no-error-summary
	@echo "· imports";       $(BIN)/lint-imports --no-logo >/tmp/yunchuang-imports.$$$$ || { cat /tmp/yunchuang-imports.$$$$; rm /tmp/yunchuang-imports.$$$$; exit 1; }; rm -f /tmp/yunchuang-imports.$$$$
	@echo "· tsc";           $(NPM) run --silent typecheck
	@echo "· vitest";        $(NPM) run --silent test -- --reporter=dot
	@echo "· migrations";    DJANGO_SETTINGS_MODULE=yunchuang.config.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run
	@echo "· translations";  $(BIN)/yunchuang check
	@echo "· house rules";   $(BIN)/python -m pytest -q tests/architecture

fmt: .venv/.dev ## put the source into its form
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format --quiet .

messages: .venv/.dev ## gather the words to translate into locale/ (needs gettext)
	@command -v xgettext >/dev/null || { echo "make messages: xgettext is missing; install the package gettext"; exit 1; }
	@cd src && DJANGO_SETTINGS_MODULE=yunchuang.config.settings ../$(BIN)/python -m django makemessages -l en --no-wrap --add-location file --no-obsolete -v 0
	@$(BIN)/yunchuang check || true

bench: .venv/.dev $(DIST)/.built ## the figures, each with its goal
	@for f in benchmarks/[a-z]*.py; do n=$$(basename $$f .py); echo "· $$n"; $(BIN)/python -m benchmarks.$$n --json | tail -n 1; done

docs: .venv/.runtime ## print the pages that are made from tables
	@$(BIN)/yunchuang states > docs/states.md

build: $(DIST)/.built ## styles and scripts

lock: ## write the locks anew (needs uv)
	@for n in runtime dev node; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-emit-package opencv-python requirements/$$n.in -o requirements/$$n.lock; done

clean: ## remove what was made (the demo's data too)
	rm -rf .venv node_modules $(DIST) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed (found: $$(python3 --version 2>&1 || echo none)); set PYTHON=… if it has another name"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: install your system's package for it (Debian: python3-venv)"; exit 1; }
	@command -v git >/dev/null || { echo "git is missing: install it"; exit 1; }
	@echo "· making .venv"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.made requirements/runtime.lock pyproject.toml
	@echo "· installing what the service runs with"
	@$(PIP) --require-hashes -r requirements/runtime.lock
	@$(PIP) --no-build-isolation --no-index -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.lock
	@echo "· installing what checks and tests need"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

node_modules/.installed: package-lock.json .npmrc | .venv/.made
	@echo "· installing what the front end is built with"
	@$(NPM) ci --silent
	@touch $@

$(DIST)/.built: node_modules/.installed $(FRONT)
	@echo "· building the front end"
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@
