# Needs make and Python 3.11 or later. Everything else is installed into .venv from the hash-pinned requirements.
# On Windows, the README has the same steps as plain commands.

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
	@echo 'make run       the bot: on Discord where DISCORD_TOKEN is set, else in this terminal'
	@echo 'make test      format check, lint, types, layers, all tests and the runtime check'
	@echo 'make runtime   the wheel and requirements.txt alone, with every documented command (part of make test)'
	@echo 'make format    put the code into shape'
	@echo 'make eval      how well questions are answered (SETS="FILE ..." names the sets)'
	@echo 'make bench     the benchmarks'
	@echo 'make load      bursts of 40 to 2,000 questions at once, next to minimal bots (ARGS="700 --only callsheet")'
	@echo 'make fuzz      200,000 strange questions to six kinds of store (ARGS="--questions N --seed S --store NAME")'
	@echo 'make mutants   breaks the code in 200 small ways and shows what no test notices (ARGS="--sample N --seed S --package bot/desk")'
	@echo 'make messages  the template of every message that people may read, for translators'
	@echo 'make pictures  the pictures of the README, from what the bot really sends (needs chromium, tmux and a font with emoji)'
	@echo 'make wheel     a wheel in dist/'
	@echo 'make lock      pin the requirements anew, with hashes'

$(PY):
	@if [ -z '$(PYTHON)' ]; then \
		echo 'Callsheet needs Python 3.11 or later with its venv module, and found none.' >&2; \
		echo 'Install it (Debian and Ubuntu: apt install python3 python3-venv), or say: make run PYTHON=/path/to/python' >&2; \
		exit 1; fi
	@echo 'Setting up .venv with $(PYTHON), once. Then the packages are installed into it.' >&2
	@$(PYTHON) -m venv $(VENV)

# The stamps lie inside the environment, so that they go when it goes.
$(VENV)/.ready-run: requirements.txt | $(PY)
	@$(INSTALL) requirements.txt
	@touch $@

# What development needs holds all that running needs, at the same versions.
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

# Every documented command, in an installation of the wheel that has what requirements.txt pins and nothing else.
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
