# What each target does is said in the README. `make demo` and `make test` need nothing but a Python from 3.11 on.

PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PORT ?= 8000
BIN = .venv/bin

.PHONY: demo test bench trials lint lock

demo: .venv/runtime
	@$(BIN)/python -m healthlib.demo $(PORT)

test: .venv/development
	@$(BIN)/python -m tests.run

bench: .venv/development
	@$(BIN)/python -m tests.benchmarks

trials: .venv/development
	@$(BIN)/python -m tests.trials

lint: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files -z -- 'templates/*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2

# After a change of pyproject.toml.
lock: .venv/development
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url pyproject.toml \
		--custom-compile-command "make lock" -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url pyproject.toml --extra dev \
		-c requirements.txt --custom-compile-command "make lock" -o requirements-dev.txt

# The development packages hold the others too, in the same versions. A stamp is set only when all of them are in.
.venv/runtime: requirements.txt
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 on was found."; exit 1; }
	@echo "Installing the pinned packages into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo "Installing the pinned packages for development into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
