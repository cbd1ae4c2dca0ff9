# Needs Python 3.11 and make; everything else is set up in .venv on first use.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3.11
UV := 0.13.8
TORCH := 2.13.0
BIN := .venv/bin
READY := .venv/.ok
# A host that keeps its own build of torch names the place in pip's configuration.
WHEELS := $$($(PYTHON) -m pip config get global.find-links 2>/dev/null || true)

.PHONY: help demo run test test-slow lint types bench bench-ledger gallery bench-render bench-providers generated lock clean

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | column -t -s '|'

demo: $(READY) ## Make one film from a sample text, start to finish
	$(BIN)/ytempire demo

run: $(READY) ## Keep everything up at http://127.0.0.1:8000 until Ctrl-C
	@exec $(BIN)/ytempire up

# Tests start many programs, and what one has compiled, the next need not. Those marked no_cover
# run many examples of what others reach too: counting lines would double or treble their time.
test test-slow: export PYTHONDONTWRITEBYTECODE :=
test: $(READY) ## Tests on real Postgres and Redis, and how much of the code they reach
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow" --cov --cov-report= --cov-fail-under=85
	@$(BIN)/coverage report --include='domain/*,commands/*,projections/*' --fail-under=100 \
		> .pure-coverage || { cat .pure-coverage; exit 1; }

test-slow: $(READY) ## Longer fault runs
	$(BIN)/python -m pytest -m slow

lint: $(READY) ## Style, format, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(READY) ## mypy --strict
	$(BIN)/mypy

bench: $(READY) ## Measure how long a film takes
	$(BIN)/python -m benchmarks

bench-ledger: $(READY) ## Measure the ledger engine: 25 minutes of both cores
	$(BIN)/python -m benchmarks.ledger

bench-render: $(READY) ## Measure the renderer beside MoviePy and ffmpeg: half an hour of both cores
	$(BIN)/python -m benchmarks.render

bench-providers: $(READY) ## Kill paid calls, make films on a bad day: ten minutes of both cores
	$(BIN)/python -m benchmarks.providers

gallery: $(READY) ## Draw the pictures of docs/gallery.md again
	$(BIN)/python -m benchmarks.gallery

generated: $(READY) ## Write what is generated: list of events, samples of new ones, API description
	$(BIN)/python -m infra.event_catalog > docs/EVENTS.md
	$(BIN)/python -m tests.history.samples
	$(BIN)/python -m api > docs/openapi.json

lock: $(READY) ## Resolve requirements.in again
	UV_FIND_LINKS="$(WHEELS)" $(BIN)/uv pip compile --quiet --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--no-emit-package torch --generate-hashes requirements.in -o requirements.lock

clean: ## Remove what make and runs have made; films and data in var/ stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*

# One lock, hashed. uv is fast; pip does the same where uv cannot be had.
# A .venv without pip is one whose making was interrupted.
$(READY): requirements.lock
	@command -v $(PYTHON) > /dev/null || { echo "Python 3.11 is needed: put python3.11 on the PATH or set PYTHON." >&2; exit 1; }
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	@if $(BIN)/python -m pip install -q uv==$(UV); then \
		export UV_FIND_LINKS="$(WHEELS)" VIRTUAL_ENV="$(CURDIR)/.venv"; \
		$(BIN)/uv pip install -q --require-hashes -r requirements.lock; \
		$(BIN)/uv pip install -q torch==$(TORCH); \
		$(BIN)/uv pip install -q --no-build-isolation --no-deps -e .; \
	else \
		$(BIN)/python -m pip install -q --require-hashes -r requirements.lock; \
		$(BIN)/python -m pip install -q torch==$(TORCH); \
		$(BIN)/python -m pip install -q --no-build-isolation --no-deps -e .; \
	fi
	@touch $@
