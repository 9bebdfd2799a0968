# Two commands do everything on a bare machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help demo test lint types browser unit selftest generated package bench docs fuzz clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(STAMP)  ## install, lint the examples and run the conformance kit as a user would
	@$(BIN)/python examples/demo.py

test: lint types unit selftest generated package  ## every check and test

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

# mypy does not see a mapped editable install, so it looks at a regular one beside it.
types: $(STAMP)
	rm -rf $(VENV)/copy
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/copy .
	cd $(VENV)/copy && MYPYPATH=. ../bin/mypy --config-file ../../pyproject.toml -p mpkit

# The HTML pages of the conformance kit are tested in a real browser, where there is one or Debian's can be installed.
browser:  ## install the browser that the tests of HTML pages need
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null; \
	fi || true; \
	command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	  echo "NO BROWSER: the tests of the HTML pages will be skipped; they need chromium and chromium-driver" >&2

unit: $(STAMP) browser
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

selftest: $(STAMP)  ## the kit against its own faulty backends: the mutation score
	$(BIN)/python docs/generate.py --self-test

generated: $(STAMP)  ## are the committed generated files current?
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m mpkit.schemas.generate check-all

package: $(STAMP)
	$(BIN)/python -m pytest -p no:cacheprovider --override-ini addopts= tests/package

docs: $(STAMP)  ## write the generated pages anew
	$(BIN)/python docs/generate.py

# A regular install, as users have: an editable one costs every start some milliseconds.
bench: pyproject.toml constraints.txt  ## measure, as ratios in one run
	$(PYTHON) -m venv --clear $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt '.[moto]' check-jsonschema
	$(VENV)/bench/bin/python benchmarks/run.py
	$(VENV)/bench/bin/python benchmarks/conform.py

fuzz: $(STAMP)  ## one minute of hostile input
	$(BIN)/python tests/fuzz/fuzz_lint.py --seconds 60

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
