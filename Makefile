# Two commands: `make run` and `make test`. Needs Python 3.11 or newer with venv, make and git.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test bench prove lock clean

run: .venv/runtime
	$(BIN)/python -m dashboard

test: .venv/test .venv/browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses=2 --no-loadscope-reorder

bench: .venv/test .venv/browser
	$(BIN)/python -m tests.bench

# The store under power loss, kills, refused calls and damage, the staff tables under attack, and the summary of every
# month and department, with full counts.
prove: .venv/test
	$(BIN)/python -m pytest --prove tests/data/test_snapshot.py tests/data/test_store_*.py tests/data/test_janitor.py \
		tests/etl/test_night.py tests/etl/test_attack.py tests/dashboard/test_summary_*.py

# Newest versions that fit pyproject.toml, with hashes. Needs uv; only for whoever updates dependencies.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra test \
		--constraint requirements.txt --custom-compile-command "make lock" pyproject.toml -o tests/requirements.txt

clean:
	rm -rf .venv data/published data/demo/generated

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, $(PYTHON) is older: make PYTHON=python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	touch $@

.venv/runtime: requirements.txt pyproject.toml | .venv/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/test: tests/requirements.txt .venv/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	touch $@

# A Chromium for the browser tests: one that is there, else Debian's package, else Playwright's own.
.venv/browser: .venv/test
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } || \
		$(BIN)/python -m playwright install chromium
	touch $@
