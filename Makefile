# `make quarter` runs the worked examples into build/; `make test` runs every test. Both set up what they need.
# PYTHON=… names another Python, 3.11 or newer.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
SET_UP := .venv/set-up
DEBIAN := chromium libreoffice-calc-nogui python3-uno poppler-utils fonts-crosextra-carlito fonts-liberation postgresql
GENERATED = $(wildcard README.md docs/*.md)

export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help quarter test set-up debian check format docs golden fuzz bench pictures constraints clean

help:
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

quarter: $(SET_UP) ## run the worked examples from contract text to workbooks, into build/
	@bash scripts/quarter

test: set-up ## set up, then run every test
	@python -m pytest -q -rs -n 2

set-up: $(SET_UP) debian ## make .venv and, as root on Debian, install what real clients need

$(SET_UP): pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' || \
		{ echo "There is no Python 3.11 or newer: install one, or name it with PYTHON=…" >&2; exit 2; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@python -m pip install -qq --disable-pip-version-check -e '.[dev]' -c constraints.txt
	@touch $@

debian: $(SET_UP)
	@missing=(); \
	for package in $(DEBIAN); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing+=($$package); \
	done; \
	if [ $${#missing[@]} = 0 ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $${missing[*]}."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get -qq update && apt-get -qq install -y --no-install-recommends "$${missing[@]}"; } \
			</dev/null >.venv/debian.log 2>&1 && exit 0; \
		tail -n 5 .venv/debian.log >&2; \
	fi; \
	echo "Not installed: $${missing[*]}. Tests that drive real programs will be skipped." >&2

check: $(SET_UP) ## everything that is held to a rule, apart from the tests
	@ruff format --quiet --check --output-format concise .
	@ruff check --quiet --output-format concise .
	@mypy --no-error-summary
	@lint-imports --no-logo >.venv/imports.log || { cat .venv/imports.log; exit 1; }
	@test -z "$(GENERATED)" || cog --check $(GENERATED) >.venv/cog.log || { cat .venv/cog.log; exit 1; }
	@codespell

format: $(SET_UP) ## lay out the code as `make check` wants it
	@ruff check --quiet --fix-only .
	@ruff format --quiet .

docs: $(SET_UP) ## write the generated parts of the documents anew
	@test -z "$(GENERATED)" || cog -r $(GENERATED)

golden: $(SET_UP) ## write the text dumps of workbooks in tests/golden anew; review the difference
	@python -m tests.workbook_text

fuzz: $(SET_UP) ## read 5,000 damaged files: nothing may crash, hang or take too much
	@python -m bench.fuzz

bench: $(SET_UP) ## measure each step against a floor, in about five minutes
	@python -m bench.bench

pictures: $(SET_UP) ## draw the workbooks' pages for the documents
	@bash scripts/pictures

constraints: $(SET_UP) ## take the newest versions of everything, and write them down
	@python -m pip install -qq --disable-pip-version-check --upgrade --upgrade-strategy eager -e '.[dev]'
	@python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==[^ ]+$$' >constraints.txt
	@touch $(SET_UP)

clean: ## remove everything that make made
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
