# `make run` and `make test` do their own set-up; Python 3.11 or newer and make are all that must be there.
# An interrupted set-up is thrown away by the next run; `git pull` with new pins is noticed too.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
# Nothing is compiled to install it, and nothing is installed whose hash is not in the pins.
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-input --only-binary :all: --require-hashes
PIP_TOOLS := pip-tools==7.6.2
COMPILE := pip-compile --quiet --allow-unsafe --all-build-deps --generate-hashes --strip-extras \
	--no-emit-options --no-header --no-annotate
ARGS ?=

.PHONY: help run test cover lint types imports dead check hooks format kill cost speed bench elsewhere fuzz judge rules described screenshots dictionary pins clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

run: $(RUN_READY)  ## set up what is missing and open the dashboard (ARGS="--port 8600" for options)
	@$(BIN)/rapatrials dashboard $(ARGS)

test: $(DEV_READY)  ## set up what is missing and run the tests on all processors (ARGS="-k docs -n 0" for options)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(DEV_READY)  ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_READY)  ## types of the code
	$(BIN)/mypy

imports: $(DEV_READY)  ## direction of the imports: seeds <- fetchers <- cache <- dashboard
	$(BIN)/lint-imports

dead: $(DEV_READY)  ## code that nothing uses; what only looks so stands in tests/dead_code.py
	$(BIN)/python -m tests.dead_code

check: lint types imports dead test  ## all that .ci/run checks

cover: $(DEV_READY)  ## the tests without the browser, and how many branches they take (the floor is in pyproject.toml)
	@$(BIN)/python -m pytest --cov --ignore=tests/browser $(ARGS)

hooks: $(DEV_READY)  ## check before every commit (style, types, imports, dead code) and push (tests)
	$(BIN)/pre-commit install

format: $(DEV_READY)  ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

kill: $(DEV_READY)  ## kill 200 refreshes at random instants (ARGS="--kills 20" for fewer)
	$(BIN)/python -m tests.bench.kill_matrix $(ARGS)

formats: $(DEV_READY)  ## change the registry's format in a hundred ways (ARGS="--count 20 --seed 1" for fewer)
	$(BIN)/python -m tests.bench.format_changes --count 0 $(ARGS)

cost: $(DEV_READY)  ## measure what refreshes cost (ARGS="--trials 500" for fewer)
	$(BIN)/python -m tests.bench.refresh_cost $(ARGS)

speed: $(DEV_READY)  ## measure what a filter change costs on every page (ARGS="--cache DIR --trials 600000 --browser")
	$(BIN)/python -m tests.bench.dashboard_speed $(ARGS)

bench: $(DEV_READY)  ## measure speed and size beside other programs, into docs/benchmarks.md (ARGS="--least 500 --other PYTHON")
	$(BIN)/python -m tests.bench.scale.run --shared ../shared --write $(ARGS)

elsewhere: $(DEV_READY)  ## score links, kinds, abstracts and versions over a made-up world (ARGS="--seed 2 --misses --records FILE")
	@$(BIN)/python -m tests.fetchers.articles.bars $(ARGS)

fuzz: $(DEV_READY)  ## fuzz the reading of records and answers for ten minutes (ARGS="--minutes 60" for longer)
	$(BIN)/python -m tests.fuzz.run $(ARGS)

screenshots: $(DEV_READY)  ## take docs/screenshots anew, light and dark, from the landmark trials (needs Chromium)
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

described: $(DEV_READY)  ## fit the judge of descriptions anew (ARGS="--labels FILE ... --records FILE ... --write")
	$(BIN)/python -m tests.fit.described $(ARGS)

judge: $(DEV_READY)  ## fit the judge of outcome labels anew (ARGS="--labels FILE ... --records FILE ... --write")
	$(BIN)/python -m tests.fit.outcomes $(ARGS)

rules: $(DEV_READY)  ## how often each term, weight and rule fires and decides (ARGS="FILE ... --every 10 --idle")
	@$(BIN)/python -m tests.judging.rule_coverage $(ARGS)

dictionary: $(RUN_READY)  ## write docs/data-dictionary.md from seeds/tables/columns.csv
	$(BIN)/python -m seeds.tables.columns > docs/data-dictionary.md

pins:  ## resolve pyproject.toml anew into requirements.txt and requirements-dev.txt (with the oldest Python, 3.11)
	$(PYTHON) -m venv --clear .venv-pins
	.venv-pins/bin/python -m pip install --quiet $(PIP_TOOLS)
	.venv-pins/bin/$(COMPILE) --output-file requirements.txt pyproject.toml
	.venv-pins/bin/$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	rm -rf .venv-pins

clean:  ## remove the set-up and what the tools left behind (never the cache of snapshots)
	rm -rf $(VENV) .venv-pins build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# While packages are being installed, the mark that the environment is whole is called `.installing`:
# whoever is interrupted leaves no `.made`, so the next run starts with an empty environment.
$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "RapaTrials needs Python 3.11 or newer, and '$(PYTHON)' is none: name one with 'make PYTHON=python3.12 ...'." >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments: run 'apt install python3-venv' first." >&2; exit 1; }
	@echo "Setting up $(VENV): the first time this takes a minute or two." >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUN_READY): $(MADE) requirements.txt pyproject.toml
	@mv $(MADE) $(VENV)/.installing
	@$(INSTALL) -r requirements.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@mv $(VENV)/.installing $(MADE)
	@touch $@

$(DEV_READY): $(RUN_READY) requirements-dev.txt
	@mv $(MADE) $(VENV)/.installing
	@$(INSTALL) -r requirements-dev.txt
	@mv $(VENV)/.installing $(MADE)
	@touch $@
