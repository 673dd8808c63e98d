# Everything a person needs, from a fresh clone on. `make help` lists it.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEV_READY := $(VENV)/.dev-ready
RUN_READY := $(VENV)/.run-ready
SLIM_READY := $(VENV)/.slim-ready
UV ?= uv
# Browsers wait a lot: one process more than the smallest machine has cores. The tests of a file share
# their server and browser. Files go in their order, those of browsers first: sorted by their number
# of tests, which is what xdist would do, the longest files would run last and alone.
PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder

# The processes share the cores already: threads of linear algebra would only spin beside them.
test test-all coverage: export OPENBLAS_NUM_THREADS := 1
# Tests start dozens of processes: a module is compiled once, also where the machine would not keep it.
test test-all coverage: export PYTHONDONTWRITEBYTECODE :=

# Whole walks may take longer than what `make test` takes for standing still (pyproject.toml).
LONG = -o faulthandler_timeout=1500

export HOST ?= 127.0.0.1
export PORT ?= 8050

# Run, not only found: a shim may exist for a Python that does not.
CHOOSE_PYTHON = for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	if $$candidate -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		>/dev/null 2>&1; then echo $$candidate; break; fi; done

.DEFAULT_GOAL := help
.PHONY: help run ready compiled test test-all coverage lint check-browser extract fact-sheets everything warm bench soak lock outdated sbom audit licences fuzz slim clean refresh accept swap release-check faults

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN_READY) $(SLIM_READY) compiled ## start the dashboard (HOST, PORT, WEB_CONCURRENCY)
	@echo "Kansas City Health Equity Dashboard: $${PUBLIC_URL:-http://$(HOST):$(PORT)$${BASE_PATH:-/}}   (stop: Ctrl+C)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec sh -c "exec $$(sed -n 's/^web: //p' Procfile)"

ready: $(RUN_READY) $(SLIM_READY) compiled ## everything that a start needs, without starting: for images and services

test: lint check-browser ## lint, types, import contracts and every kind of test (long walks sampled)
	$(BIN)/python -m pytest $(PARALLEL) -m "not full"

test-all: lint check-browser ## the same with every long walk complete
	$(BIN)/python -m pytest $(PARALLEL) $(LONG)

coverage: check-browser ## the sampled tests with branch coverage, which takes half as long again
	$(BIN)/python -m pytest $(PARALLEL) -m "not full" --cov --cov-report=term:skip-covered

lint: $(DEV_READY) ## style, format, types, import contracts; the browser code where npm is
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@sh tests/node/lint.sh

extract: $(DEV_READY) ## build data/extract from the source files: make extract SOURCES=dir
	@if [ -z "$(SOURCES)" ]; then echo "Say where the source files are: make extract SOURCES=dir" >&2; exit 1; fi
	$(BIN)/python -m data.build --sources "$(SOURCES)"

refresh: $(DEV_READY) ## fetch what publishers have renewed, compare, build a candidate: make refresh SOURCES=dir
	@if [ -z "$(SOURCES)" ]; then echo "Say where the source files are: make refresh SOURCES=dir" >&2; exit 1; fi
	@$(BIN)/python -m data.build refresh --sources "$(SOURCES)" $(if $(ONLY),--only $(ONLY)) \
		$(if $(MIRROR),--mirror "$(MIRROR)")

accept: $(DEV_READY) ## put the candidate in the place of the extract: make accept [HUP=gunicorn's pid]
	@$(BIN)/python -m data.build accept $(if $(HUP),--hup $(HUP))

swap: ## the code that is in place now takes over, no request is lost: make swap PID=gunicorn's pid
	@if [ -z "$(PID)" ]; then echo "Say the process: make swap PID=<gunicorn's master>" >&2; exit 1; fi
	@$(BIN)/python -m deploy.release swap $(PID)

release-check: $(DEV_READY) ## what must hold before a release, in words and an exit code: [ONLY=name,name]
	@$(BIN)/python -m deploy.release check --only "$(ONLY)"

faults: $(DEV_READY) ## releases, kills, full disks, stopped helpers, clocks: what visitors see, whole (make test samples them)
	$(BIN)/python -m pytest tests/faults -p no:cacheprovider $(LONG)

fact-sheets: $(RUN_READY) ## one-page PDFs for offline use: make fact-sheets PLACE=zip-64130,city OUT=dir
	@if [ -z "$(PLACE)" ] || [ -z "$(OUT)" ]; then \
		echo "Say which places and where to: make fact-sheets PLACE=zip-64130,city OUT=dir" >&2; \
		echo "PLACE may be all, neighborhoods, zips, groups or districts. Also: DETERMINANT=poverty,food" \
			"LANGUAGES=es (both: one file) PAPER=a4 PRINT=large LIVE=https://address" >&2; exit 1; fi
	@$(BIN)/python -m layouts.fact_sheets --place "$(PLACE)" --out "$(OUT)" --live "$(LIVE)" \
		$(if $(DETERMINANT),--determinant "$(DETERMINANT)") \
		$(if $(LANGUAGES),--languages "$(LANGUAGES)") $(if $(PAPER),--paper "$(PAPER)") \
		$(if $(PRINT),--print "$(PRINT)")

everything: $(RUN_READY) ## all numbers in one zip and one workbook: make everything OUT=dir
	@if [ -z "$(OUT)" ]; then echo "Say where to: make everything OUT=dir" >&2; exit 1; fi
	@$(BIN)/python -m data everything --out "$(OUT)"

warm: $(RUN_READY) $(SLIM_READY) ## make before a start what visitors ask for first (else it is made beside the server)
	@$(BIN)/python app.py

bench: $(DEV_READY) $(SLIM_READY) compiled check-browser warm ## speed, bytes, memory, Lighthouse, reading grade on the shipped data: make bench [ONLY=crowd]
	$(BIN)/python -m benchmarks.bench $(ONLY)

soak: $(DEV_READY) $(SLIM_READY) compiled ## a hundred thousand mixed requests; memory, files and threads: make soak [REQUESTS=100000]
	$(BIN)/python -m benchmarks.soak $(REQUESTS)

# Extras stay written: older pips refuse `coverage[toml]` where only `coverage` is pinned.
LOCK = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras $(LOCK_OPTIONS)
lock: ## pin every package with hashes again (needs uv: https://docs.astral.sh/uv/)
	$(LOCK) -o requirements.txt
	$(LOCK) --extra postgres -c requirements.txt -o requirements-postgres.txt
	$(LOCK) --extra dev --extra build -c requirements-postgres.txt -o requirements-dev.txt

outdated: $(DEV_READY) ## packages with newer versions (docs/how-to/update-packages.md)
	@$(BIN)/python -m deploy.environment outdated

sbom: $(DEV_READY) ## bill of materials of what runs, CycloneDX: make sbom [OUT=file]
	@$(BIN)/python -m deploy.environment bill "$(or $(OUT),sbom.cdx.json)"

# Exit code 1: holes are known. 3: the database could not be asked (make itself then ends with 2).
audit: $(DEV_READY) ## known holes of pinned packages; OSV_URL and NPM_REGISTRY name mirrors
	@$(BIN)/python -m deploy.environment audit

fuzz: $(DEV_READY) ## 100,000 requests that nobody sends, in process: make fuzz [SEED=n] [CASES=n]
	$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES))

licences: $(DEV_READY) ## write docs/dependency-licences.md again
	@$(BIN)/python -m deploy.environment licences

slim: $(RUN_READY) ## fetch the slim plotly bundle and the map's gestures again (needs npm)
	$(BIN)/python -m layouts.plotly_bundle
	$(BIN)/python -m layouts.zoom_bundle

clean: ## forget the environment and what tools left behind
	rm -rf $(VENV) node_modules assets/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

# Here, also where the machine keeps nothing compiled: else each start compiles all of it, for half a
# second. Where the folder takes nothing it does.
compiled: | $(RUN_READY)
	@$(BIN)/python -m compileall -qq app.py callbacks data layouts deploy || true

$(BIN)/python:
	@python="$$($(CHOOSE_PYTHON))"; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11, 3.12 or 3.13 with its venv module is needed and none was found." >&2; \
		echo "Install one (Debian: apt-get install python3 python3-venv) or name it: make run PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(RUN_READY): requirements.txt | $(BIN)/python
	@echo "Installing the packages of requirements.txt"
	@$(PIP) install --no-compile --require-hashes -r requirements.txt
	@echo "Leaving out of them what nothing here reads"
	@$(BIN)/python -m deploy.environment slim
	@touch $@

$(DEV_READY): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing the packages of requirements-dev.txt"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_READY)

# Asked for once: without npm or a network the full bundle serves, and `make slim` tries again.
$(SLIM_READY): layouts/plotly_bundle.py layouts/zoom_bundle.py | $(RUN_READY)
	@$(BIN)/python -m layouts.plotly_bundle
	@$(BIN)/python -m layouts.zoom_bundle
	@touch $@

check-browser: $(DEV_READY) $(SLIM_READY)
	@sh tests/browser/find_chromium.sh >/dev/null
