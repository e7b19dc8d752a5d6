# `make run` and `make test` are all that a newcomer needs; the rest is for those who change things.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin

export PORT
export PATH := $(BIN):$(PATH)
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

.PHONY: help run test lint bench chaos faults kinds damaged messages lock clean desk dev chromium

help:
	@echo "make run       start Voicelab on this machine and print where it is and how to sign in"
	@echo "make test      everything that must hold: style, types, translations, all tests with the browser"
	@echo "make lint      the quick part of it: style, types, templates, migrations"
	@echo "make bench     print the benchmark table"
	@echo "make chaos     many voices while workers are killed, compared with the services' books (ATTEMPTS, KILLS, SEED)"
	@echo "make faults    every call of every service going wrong in every way, as a table"
	@echo "make kinds     the same words in every kind of file, taken by every service, as a table"
	@echo "make damaged   500 damaged files, each by itself and through the page: what each was told (FILES, SEED)"
	@echo "make messages  collect new sentences for the translators (needs gettext)"
	@echo "make lock      pin the requirements anew (needs uv)"
	@echo "make clean     remove the environment and caches; var/, with voices and recordings, stays"

# --- one machine --------------------------------------------------------------------------------

# honcho hands each process a PORT of its own, so the address of the site is said outright. Ctrl-C and TERM it handles
# itself; a closed terminal takes its voice away, so then its processes are told directly.
run: desk
	@python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "Port $(PORT) is taken. Stop what uses it, or choose another: make run PORT=8001"; exit 1; }
	@export SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}"; \
	export GUNICORN_CMD_ARGS="--bind 127.0.0.1:$(PORT) --preload --graceful-timeout 3 --log-level warning"; \
	python manage.py prepare || exit 1; \
	(trap '' HUP; exec honcho --env /dev/null start web worker) & desk=$$!; \
	trap 'kill -TERM $$desk 2>/dev/null' INT TERM; \
	trap 'for runner in $$(pgrep -P $$desk); do pkill -TERM -P $$runner; done' HUP; \
	while kill -0 $$desk 2>/dev/null; do wait $$desk; code=$$?; done; \
	case $$code in 130|143) ;; *) exit $$code; esac

desk: $(VENV)/bin/python
	@$(call install,desk)

dev: $(VENV)/bin/python
	@$(call install,dev)
	@cp requirements/desk.txt $(VENV)/desk.txt

# Installs a pinned set when it changed since the last time: the copy in the environment says what is there.
define install
cmp -s requirements/$(1).txt $(VENV)/$(1).txt || { \
	echo "Installing requirements/$(1).txt"; \
	if command -v uv >/dev/null; then \
		uv pip install --quiet --python "$(BIN)/python" --require-hashes -r requirements/$(1).txt; \
	else \
		{ python -m pip --version >/dev/null 2>&1 || python -m ensurepip >/dev/null; } && \
		python -m pip install --quiet --require-hashes -r requirements/$(1).txt; \
	fi && cp requirements/$(1).txt $(VENV)/$(1).txt; }
endef

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Voicelab needs Python 3.11 or newer, and there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Voicelab needs Python 3.11 or newer; name one that is: make run PYTHON=python3.11"; exit 1; }
	@if command -v uv >/dev/null; then $(PYTHON) -m venv --without-pip $(VENV); \
	else $(PYTHON) -m venv $(VENV) >/dev/null; fi || \
		{ rm -rf $(VENV); echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

# --- what must hold -----------------------------------------------------------------------------

# The tests in a browser, which mostly wait, are one row of tests; two more rows keep two cores busy beside it.
# The tests keep to a data folder of their own, wherever VOICELAB_DATA points.
test: dev chromium lint
	@pytest -n 3

lint: dev
	@ruff check
	@ruff format --check
	@find templates voicelab -name '*.html' -exec djade --check --target-version 5.2 {} +
	@scratch=$$(mktemp -d) && trap 'rm -rf $$scratch' EXIT && export VOICELAB_DATA=$$scratch && \
		mypy && python manage.py makemigrations --check --dry-run

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing chromium for the tests in a browser" && \
		apt-get update -qq >/dev/null && apt-get install -qq -y chromium >/dev/null; } || \
		{ echo "The tests in a browser need chromium; on Debian: apt-get install chromium"; exit 1; }

# 5 means that there was nothing to measure.
bench: dev chromium
	@pytest tests/benchmarks -s -o python_files='bench_*.py' || [ $$? -eq 5 ]

# DATABASE_URL names an empty database to use instead of SQLite; POSTGRES=1 starts one.
chaos: dev
	@python -m tests.chaos.run --attempts $${ATTEMPTS:-1000} --kills $${KILLS:-200} $${SEED:+--seed $$SEED} \
		$${POSTGRES:+--postgres}

kinds: dev
	@pytest tests/kinds -s -o python_files='full_*.py'

damaged: dev
	@pytest tests/damaged -s -o python_files='full_*.py'

faults: dev
	@pytest tests/faults -s -o python_files='full_*.py'

# --- now and then -------------------------------------------------------------------------------

messages: dev
	@python manage.py makemessages --locale zh_Hans --no-wrap --add-location file --ignore '$(VENV)' --ignore tests

# The whole set first and the others within it, so that what was tested is what runs. UPGRADE=--upgrade takes new versions.
lock:
	@cd requirements && lock="uv pip compile --quiet --generate-hashes --no-header --python-version 3.11" && \
	$$lock $(UPGRADE) dev.in -o dev.txt && \
	for set in base desk team; do $$lock $(UPGRADE) -c dev.txt $$set.in -o $$set.txt || exit 1; done

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
