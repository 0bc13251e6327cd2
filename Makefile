# Everything that is done with a checkout, one word each. `make help` lists the words.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
# Recipes find the tools of the environment first.
export PATH := $(abspath $(VENV))/bin:$(PATH)
# What Python compiles is kept: tests start some hundred processes, which would all compile it again.
unexport PYTHONDONTWRITEBYTECODE

# A stamp says for which environment it was written. An environment that was copied, moved or lost
# its interpreter does not say so any more, and is made again.
PLACE := $(abspath $(VENV))
RUNS := $(shell $(VENV)/bin/python -c 'print("yes")' 2>/dev/null)
RUN_STAMP := $(VENV)/installed-run
DEV_STAMP := $(VENV)/installed-dev
CLIENTS_STAMP := $(VENV)/foreign-clients/complete
ifneq ($(RUNS)$(shell cat $(RUN_STAMP) 2>/dev/null),yes$(PLACE))
$(RUN_STAMP): again
endif
ifneq ($(RUNS)$(shell cat $(DEV_STAMP) 2>/dev/null),yes$(PLACE))
$(DEV_STAMP): again
endif

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

# What `check` holds; LAWS_HELD=yes tells `test` that it did a moment ago.
LAWS := tests/house/test_laws.py tests/house/test_readings.py $(wildcard tests/house/test_*_seen_red.py)

# Tests write to memory where there is some, and what a passed one wrote is not kept there.
PYTEST = $(shell .ci/memory | sed 's/.*/TMPDIR=&/') pytest -o tmp_path_retention_policy=failed

.DEFAULT_GOAL := help
.PHONY: again bench campaign check clean coverage demo format fuzz help histories install laws lock \
	outside style test types

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

install: $(RUN_STAMP)  ## make the environment .venv with the command `bridge` in it
	@:

$(RUN_STAMP): requirements/run.lock requirements/build.lock pyproject.toml .ci/environment
	@PYTHON="$(PYTHON)" .ci/environment "$(VENV)" run build
	@echo "$(PLACE)" > $@

$(DEV_STAMP): $(RUN_STAMP) requirements/dev.lock
	@PYTHON="$(PYTHON)" .ci/environment "$(VENV)" dev
	@echo "$(PLACE)" > $@

$(CLIENTS_STAMP): $(DEV_STAMP) .ci/foreign-clients tests/contract/salesforce/package-lock.json
	@.ci/foreign-clients "$(PLACE)"

demo: install  ## show the whole bridge at work on sample deals, e.g. make demo ARGS=--once
	@bridge demo $(ARGS)

# Programs that tests drive and that are no Python packages.
outside: $(CLIENTS_STAMP)
	@.ci/postgres
	@.ci/chromium

test: $(DEV_STAMP) outside  ## run the tests, e.g. make test ARGS=tests/model
	@$(PYTEST) -n 2 $(if $(LAWS_HELD),$(LAWS:%=--ignore=%)) $(ARGS)

check: style types laws  ## lint, check the types, and hold the laws of the house
	@:

style: $(DEV_STAMP)
	@ruff check .
	@ruff format --check .

types: $(DEV_STAMP)
	@mypy

laws: $(DEV_STAMP)
	@pytest -q $(LAWS) $(ARGS)

coverage: $(DEV_STAMP) outside  ## run the tests and list the lines that no test reaches
	@$(PYTEST) -n 2 --cov --cov-report=term-missing:skip-covered $(ARGS)

fuzz: $(DEV_STAMP)  ## search for counterexamples for longer than `make test` does
	@HYPOTHESIS_PROFILE=fuzz $(PYTEST) -n 2 -m "on_demand and not campaign" $(ARGS)

campaign: $(DEV_STAMP)  ## kill the bridge again and again, and count what NetSuite holds
	@$(PYTEST) -m "on_demand and campaign" $(ARGS)

histories: $(DEV_STAMP)  ## reconcile hundreds of drawn histories of both systems
	@$(PYTEST) -n 2 -m on_demand $(ARGS) tests/stories/reconciling

bench: $(DEV_STAMP)  ## measure rules, translation and calls per deal
	@for benchmark in benchmarks/*.py; do python "$$benchmark" $(ARGS) || exit; done

format: $(DEV_STAMP)  ## bring the code into the one form
	@ruff check --fix --exit-zero --quiet .
	@ruff format .

lock: $(DEV_STAMP)  ## write the locks from pyproject.toml, e.g. make lock ARGS=--upgrade
	@$(LOCK) $(ARGS) pyproject.toml --group dev --output-file requirements/dev.lock
	@$(LOCK) $(ARGS) pyproject.toml --constraint requirements/dev.lock --output-file requirements/run.lock
	@$(LOCK) $(ARGS) --group build --constraint requirements/dev.lock --output-file requirements/build.lock

clean:  ## remove what the other targets made
	rm -rf "$(VENV)" .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
