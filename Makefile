# Every target makes what it needs; a newcomer needs Python 3.11 or newer, make and git.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM    := $(BIN)/python hatch_build.py
PAGES  := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)

.PHONY: serve test lint types bench docs schema pages screenshots clean

serve: $(VENV)/.runtime $(VENV)/.pages  ## start the server on http://127.0.0.1:8080
	$(BIN)/modelstead serve $(SERVE)

test: $(VENV)/.tests             ## run every test
	$(BIN)/python -m pytest $(TEST)

lint: $(VENV)/.tests             ## style, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(NPM) run --silent lint

types: $(VENV)/.tests            ## mypy and TypeScript, strict
	$(BIN)/mypy
	$(NPM) run --silent types

bench: $(VENV)/.tests            ## side by side with mlflow and fasttrackml; budgets of pages
	$(BIN)/python -m bench $(BENCH)
	$(BIN)/python -m bench.pages

docs: $(VENV)/.tests             ## write the generated parts of docs/
	$(BIN)/python -m tests.docs.write

schema: $(VENV)/.tests           ## write store/schema/*.sql from the migrations
	$(BIN)/python -m tests.store.write_schema

pages: $(VENV)/.pages            ## bundle the pages' scripts, styles and icons

screenshots: $(VENV)/.tests      ## take a picture of every page, into .cache/screenshots
	$(BIN)/python -m tests.browser.screenshots $(SCREENSHOTS)

clean:
	rm -rf $(VENV) .cache build dist frontend/node_modules src/modelstead/web/static

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Modelstead needs Python 3.11 or newer; name it with: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.build: $(VENV)/bin/python requirements/build.txt
	$(PIP) install -r requirements/build.txt
	@touch $@

$(VENV)/.pages: $(VENV)/.build hatch_build.py $(PAGES)
	$(BIN)/python hatch_build.py
	@touch $@

$(VENV)/.runtime: $(VENV)/.build pyproject.toml requirements/runtime.txt | $(VENV)/.pages
	$(PIP) install -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.runtime $(VENV)/.pages requirements/test.txt
	$(PIP) install -r requirements/test.txt
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] \
	  || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null \
	  || echo "Chromium could not be installed; the tests of pages in a browser need it."
	@touch $@
