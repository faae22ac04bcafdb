# make demo: set up and certify three architectures;  make test: set up and pass all tests;
# make docs: build the site in build/docs;  make playground: build the page that runs in a
# browser in build/playground;  make release: the distributions in dist, built and checked.
# Everything is installed into .venv; PYTHON names the Python (3.11 or later) that makes it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := build/demo

# The tests start the program many times: it is compiled once, whatever the surroundings say of that.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types docs playground unit package release bench clean

$(VENV)/runtime.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "symlcn needs Python 3.11 or later: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "no virtual environment could be made (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PIP) install --editable .
	$(BIN)/python -m compileall -q symlcn cli proofs
	@touch $@

$(VENV)/test.stamp: pyproject.toml $(VENV)/runtime.stamp
	$(PIP) install --editable ".[test]"
	@touch $@

# Exit code 10 of certify says "refuted": for k2x2 k2x2 that is the right answer.
demo: $(VENV)/runtime.stamp
	@mkdir -p $(DEMO)
	$(BIN)/symlcn certify k3s2 k2 --certificate $(DEMO)/k3s2-k2.json
	@echo
	$(BIN)/symlcn certify @wav2vec2 --certificate $(DEMO)/wav2vec2.json
	@echo
	$(BIN)/symlcn certify k2x2 k2x2 --certificate $(DEMO)/k2x2-k2x2.json || test $$? -eq 10
	@echo
	$(BIN)/symlcn check $(DEMO)/k3s2-k2.json $(DEMO)/wav2vec2.json $(DEMO)/k2x2-k2x2.json

test: lint types docs unit package

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

docs: $(VENV)/test.stamp
	$(BIN)/python -m sphinx -q -a -W --keep-going -b html docs build/docs
	@echo "the site is in build/docs, which begins with build/docs/index.html"

playground: $(VENV)/runtime.stamp
	$(BIN)/python docs/playground/build.py

# Some tests look at the site.
unit: $(VENV)/test.stamp docs
	$(BIN)/python -m pytest -q --numprocesses auto --maxprocesses 4 --dist worksteal

package: $(VENV)/test.stamp
	$(BIN)/python tests/check_package.py

release: test
	$(BIN)/python tests/check_package.py dist

bench: $(VENV)/test.stamp
	$(BIN)/python tests/bench/bench_certify.py
	$(BIN)/python -m tests.bench.bench_atlas
	$(BIN)/python -m tests.bench.bench_fiber
	$(BIN)/python -m tests.bench.bench_kernel

clean:
	rm -rf $(VENV) build dist docs/course docs/made
