# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests

.PHONY: demo test lint bench messages clean

demo: $(VENV)/installed
	@$(BIN)/python demo/run.py

test: lint
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal --ignore=tests/bench $(TESTS)

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/developed
	OMP_NUM_THREADS=1 $(BIN)/pytest tests/bench --benchmark-only

messages: $(VENV)/developed
	$(BIN)/python tools/messages.py

# torch first and pinned: an unpinned torch brings gigabytes of GPU libraries along
$(VENV)/installed: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pariksha needs Python 3.11 or newer; name one: make PYTHON=python3.11 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[html,notebook,quiz]'
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .demo
