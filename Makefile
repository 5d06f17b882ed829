# You need make and Python 3.11 or later. Everything else is installed into .venv from the hash-pinned requirements.
# For Windows, the README has the same steps without make.

PYTHON ?= $(shell for candidate in python3.13 python3.12 python3.11 python3 python; do \
	if $$candidate -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$candidate; break; fi; done)
VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) tools/installing.py
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-config --custom-compile-command 'make lock'

.PHONY: help run chat test runtime format eval bench load fuzz mutants messages pictures lock wheel clean
.DELETE_ON_ERROR:

help:
	@echo 'make run       run the bot: on Discord if DISCORD_TOKEN is set, else in this terminal'
	@echo 'make chat      run the bot in this terminal'
	@echo 'make test      check format, lint, types, layers and dependencies, run all tests and make runtime'
	@echo 'make runtime   run every documented command in an installation of only the wheel and requirements.txt'
	@echo 'make format    format the code'
	@echo 'make eval      measure how well questions are answered (SETS="FILE ..." chooses the sets)'
	@echo 'make bench     measure speed, memory and size, and compare the answers with other tools'
	@echo 'make load      ask 40 to 2,000 questions at once, next to minimal bots (ARGS="700 --only callsheet")'
	@echo 'make fuzz      ask 200,000 strange questions on six kinds of store (ARGS="--questions N --seed S --store NAME")'
	@echo 'make mutants   break the code in 200 small ways and show what no test notices (ARGS="--sample N --seed S --package bot/desk")'
	@echo 'make messages  write the template of all messages, for translators'
	@echo 'make pictures  redraw the pictures in the docs from what the bot sends (needs chromium, tmux and a font with emoji)'
	@echo 'make wheel     build a wheel in dist/'
	@echo 'make lock      pin the requirements again, with hashes'
	@echo 'make clean     delete .venv, dist and caches'

$(PY):
	@if [ -z '$(PYTHON)' ]; then \
		echo 'Callsheet needs Python 3.11 or later with the venv module. None was found.' >&2; \
		echo 'Install it (Debian and Ubuntu: apt install python3 python3-venv), or run: make run PYTHON=/path/to/python' >&2; \
		exit 1; fi
	@echo 'Creating .venv with $(PYTHON) and installing the packages. This happens only once.' >&2
	@$(PYTHON) -m venv $(VENV)

# The stamps are inside the environment, so deleting it deletes them, too.
$(VENV)/.ready-run: requirements.txt | $(PY)
	@$(INSTALL) requirements.txt
	@touch $@

# The development requirements include the runtime ones, at the same versions.
$(VENV)/.ready-dev: requirements.txt requirements-dev.txt | $(PY)
	@$(INSTALL) requirements-dev.txt
	@touch $(VENV)/.ready-run $@

run: $(VENV)/.ready-run
	@exec $(PY) -m bot start

chat: $(VENV)/.ready-run
	@exec $(PY) -m bot chat

test: $(VENV)/.ready-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/deptry bot
	$(PY) -m pytest -n auto --dist worksteal --ignore=tests/runtime $(ARGS)
	$(MAKE) --no-print-directory runtime

# Runs every documented command in an installation of only the wheel and what requirements.txt pins.
runtime: $(VENV)/.ready-dev
	$(PY) -m pytest tests/runtime

format: $(VENV)/.ready-dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

eval: $(VENV)/.ready-run
	$(PY) -m bot eval $(SETS)

bench: $(VENV)/.ready-dev
	$(PY) -m benchmarks $(ARGS)

load: $(VENV)/.ready-dev
	$(PY) -m benchmarks.load $(ARGS)

fuzz: $(VENV)/.ready-dev
	$(PY) -m tools.fuzz $(ARGS)

mutants: $(VENV)/.ready-dev
	$(PY) -m tools.mutants $(ARGS)

messages: $(VENV)/.ready-dev
	$(VENV)/bin/pybabel extract --keyword=locale_str --add-location=file --sort-by-file --no-wrap --omit-header -o bot/locales/callsheet.pot bot

pictures: $(VENV)/.ready-dev
	$(PY) -m tools.pictures $(ARGS)

wheel: $(VENV)/.ready-dev
	$(PY) -m hatchling build -t wheel -d dist

lock: | $(PY)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet uv
	$(COMPILE) $(ARGS) pyproject.toml -o requirements.txt
	$(COMPILE) $(ARGS) -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
