# `make run` and `make test` start from a bare Python 3.11, 3.12 or 3.13; `make help` lists the rest.

SHELL := /bin/sh
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# The newest supported Python that really runs (a name on the PATH may be an empty shim); one that
# can make virtual environments is preferred.
PYTHON ?= $(shell for needs in "import ensurepip, venv" pass; do \
    for name in python3.13 python3.12 python3.11 python3 python; do \
      "$$name" -c "$$needs; $(SUPPORTED)" >/dev/null 2>&1 && { echo "$$name"; exit; }; \
    done; done)
ARGS ?=
UV ?= uv

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -m "not slow"
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help run test test-all check eval pictures bench lock clean
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: $(READY) ## set up if needed, then serve the chat at http://127.0.0.1:7860
	@$(BIN)/footnote serve $(ARGS)

# Those in a browser wait much: what computes runs beside them. Those of the web are alone, as they
# look at limits of time.
test: check ## set up if needed, then formatting, lint, types and the tests (about 20 minutes on two cores)
ifneq ($(ARGS),)
	$(PYTEST) $(ARGS)
else
	@$(PYTEST) -p no:cacheprovider tests/browser >browser-tests.log 2>&1 & browser=$$!; \
	trap 'kill $$browser' INT TERM; \
	$(PYTEST) --ignore=tests/browser --ignore=tests/web; rest=$$?; \
	wait $$browser; seen=$$?; cat browser-tests.log; rm -f browser-tests.log; \
	$(PYTEST) tests/web; web=$$?; \
	[ $$rest -eq 0 ] && [ $$seen -eq 0 ] && [ $$web -eq 0 ]
endif

SLOW := $(BIN)/python -m pytest -m slow
KILLS := tests/index/test_crash.py

test-all: $(READY) ## the slow tests that `make test` leaves out
ifneq ($(ARGS),)
	$(SLOW) $(ARGS)
else
	@$(SLOW) -p no:cacheprovider $(KILLS) >slow-tests.log 2>&1 & kills=$$!; \
	trap 'kill $$kills' INT TERM; \
	$(SLOW) --ignore=$(KILLS); rest=$$?; \
	wait $$kills; killed=$$?; cat slow-tests.log; rm -f slow-tests.log; \
	[ $$rest -eq 0 ] && [ $$killed -eq 0 ]
endif

check: $(READY) ## formatting, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

eval: $(READY) ## run the article suite: hold its gates and compare with the baseline
	$(BIN)/footnote eval evals/suites/article --baseline evals/baseline.json $(ARGS)

pictures: $(READY) ## make the README's pictures anew, and put them in their places
	$(PYTEST) -p no:cacheprovider tests/browser/test_pictures.py
	cp -R test-artefacts/pictures/. .

bench: $(READY) ## measure speed on this machine
	$(BIN)/python -m evals.bench $(ARGS)

# torch's own metadata names the GPU libraries that a GPU build needs, so the lock leaves them out.
lock: ## pin all versions again from pyproject.toml, with uv (ARGS=--upgrade for the newest)
	@$(UV) --version >/dev/null 2>&1 || { echo "$(UV): cannot be run; pip install uv, or make lock UV=PATH" >&2; exit 1; }
	@cp requirements.lock requirements.lock.tmp
	@$(UV) pip compile --quiet --universal --python-version 3.11 --group dev --no-annotate --no-header \
	  --no-emit-package torch $(ARGS) --output-file requirements.lock.tmp pyproject.toml || \
	  { rm -f requirements.lock.tmp; exit 1; }
	@{ grep -vE '^(cuda|nvidia|triton)' requirements.lock.tmp; \
	  sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml; } | LC_ALL=C sort > requirements.lock
	@rm requirements.lock.tmp
	@echo "requirements.lock: $$(grep -c == requirements.lock) packages"

clean: ## remove what make made here: .venv, the index, caches
	rm -rf .venv .venv-unfinished .footnote .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A folder that was moved or copied needs its environment made anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

$(READY): requirements.lock pyproject.toml install.py
	@[ -n "$(PYTHON)" ] || { echo "Python: no 3.11, 3.12 or 3.13 found; install one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" install.py
	@pwd -P > $@
