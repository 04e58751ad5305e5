# The commands of this project, for people and for CI alike. `make` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
export PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
RUNTIME := .venv/runtime-installed
DEV := .venv/dev-installed
VAR := $(or $(VAR_DIR),var)
STATIC := $(VAR)/static/staticfiles.json
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help run test bench check lock assets clean

help: ## Show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

run: $(RUNTIME) $(CATALOGUES) $(STATIC) ## Serve the portal with a demo directory on http://127.0.0.1:8000/ (PORT= changes it)
	@exec scripts/run.sh

test: $(DEV) $(CATALOGUES) $(STATIC) ## Run the whole suite, on SQLite and on PostgreSQL
	@scripts/test.sh

bench: $(RUNTIME) $(CATALOGUES) $(STATIC) ## Measure the speed; prints a table and writes var/bench.json
	@scripts/bench.sh

check: $(DEV) $(CATALOGUES) ## Check style, types, import order, migrations, translations, locks and deployment
	@scripts/check.sh

lock: $(DEV) ## Renew the two lock files from pyproject.toml (needs the package index)
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
		--quiet --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-header --quiet --upgrade --output-file requirements-dev.lock

assets: $(VAR)/assets/.built ## Build the browser's files into var/assets

clean: ## Remove what is built; the database and the demo login under var/ stay
	rm -rf .venv node_modules var/assets var/static var/bench .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@scripts/make_venv.sh "$(PYTHON)"

$(RUNTIME): requirements.lock | $(BIN)/python
	@echo "Installing the locked dependencies ..."
	@$(BIN)/pip install -qq --require-hashes -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock | $(BIN)/python
	@echo "Installing the locked dependencies for development ..."
	@$(BIN)/pip install -qq --require-hashes -r requirements-dev.lock
	@touch $@

# The script itself knows whether anything changed, and touches the file only then.
.PHONY: always
$(VAR)/assets/.built: always | $(BIN)/python
	@scripts/build_assets.sh

$(STATIC): $(VAR)/assets/.built $(RUNTIME) vwnw_portal/settings.py
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0

# Babel compiles: it is plain Python, so that a machine without gettext can run the portal.
%.mo: %.po | $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
