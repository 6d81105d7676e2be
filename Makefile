# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
# Everything is installed inside this folder, from the hashed lists in requirements/.
PYTHON ?= python3
UV = PYTHON="$(PYTHON)" requirements/uv.sh
INSTALL = $(UV) pip install --no-build --require-hashes
INSTALL_PROJECT = $(UV) pip install --no-deps --build-constraints requirements/build.txt \
	--require-build-hashes --preview-features build-dependency-hashes --editable .
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-header --no-annotate
BIN = .venv/bin
PYTEST = $(BIN)/pytest --numprocesses auto --dist worksteal
BUILT = api/see_mcda_api/pages/built
THAI = see_mcda/language/locale/th/LC_MESSAGES/see_mcda

# Compiled modules are kept: the tests start many processes, each in half the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run web test soak test-browser screenshots check format lint types bench requirements messages translations openapi dockerfile-lint image clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile

run: .venv/.run ## set up .venv and rank the shipped example
	@$(BIN)/see-mcda compare examples/see-models.yaml --weights equal economic-led social-led environment-led --method topsis ahp
	@echo
	@echo "Three things to try next:"
	@echo "  $(BIN)/see-mcda rank examples/see-models.yaml --weights social-led"
	@echo "  $(BIN)/see-mcda explain examples/see-models.yaml sampran moral-farmer --lang th"
	@echo "  $(BIN)/see-mcda example --xlsx my-candidates"

web: $(BUILT)/see.mjs ## build the live elements of the pages (needs Node.js 20.19 or later and npm)

test: .venv/.test lint types web ## format, lint, types and the tests but those of `make soak` and `make test-browser`
	@echo "==> tests"
	@$(PYTEST) -m "not browser and not soak"

soak: .venv/.test web ## the long tests: killed servers, lost databases, many clients, the installed wheel
	@echo "==> long tests"
	@$(PYTEST) -m soak

test-browser: .venv/.test web ## the pages in a real browser: Chromium, as of Debian or by CHROMIUM=/path
	@echo "==> the elements' own tests"
	@npm --prefix web test --silent
	@echo "==> the pages in a browser"
	@$(BIN)/pytest -m browser --numprocesses 2 tests/browser

screenshots: .venv/.test web ## every page at three widths in both languages, into build/screenshots
	@$(BIN)/python tests/browser/screenshots.py

check: .venv/.test lint types ## format, lint, types and the quick tests
	@echo "==> quick tests"
	@$(PYTEST) -m "not slow and not soak and not browser" -k "not postgresql" --hypothesis-profile=quick

format: .venv/.test ## rewrite the code as `make check` wants it
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

lint: .venv/.test
	@echo "==> format and lint"
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/lint-imports --no-cache

types: .venv/.test
	@echo "==> types"
	@$(BIN)/mypy

bench: .venv-bench/.bench .venv/.run ## measure against the peers, and the service under load
	@.venv-bench/bin/python -m bench
	@$(BIN)/python -m bench.service

requirements: ## lock requirements/*.txt anew (UPGRADE=1: to the newest versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --all-extras --output-file requirements/runtime.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --all-extras --group dev --constraints requirements/runtime.txt --output-file requirements/dev.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --group bench --constraints requirements/dev.txt --output-file requirements/bench.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build --constraints requirements/dev.txt --output-file requirements/build.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group uv --output-file requirements/uv.txt

messages: .venv/.test ## put new templates into the Thai catalogue, take out old ones
	@mkdir -p build
	@PYTHONPATH=web $(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --sort-output --no-location --omit-header --output-file build/see_mcda.pot see_mcda api/see_mcda_api web
	@$(BIN)/pybabel --quiet update --input-file build/see_mcda.pot --output-file $(THAI).po --locale th --width 110 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

translations: .venv/.test ## compile the Thai catalogue
	@$(BIN)/pybabel compile --input-file $(THAI).po --output-file $(THAI).mo --locale th --statistics

openapi: .venv/.run ## write api/openapi.json as the code has it
	@mkdir -p build
	@$(BIN)/python -m see_mcda_api.http.openapi > build/openapi.json
	@mv build/openapi.json api/openapi.json

dockerfile-lint: .venv/.test ## lint the Dockerfile
	@$(BIN)/hadolint Dockerfile

image: web ## build the container image see-mcda (by Docker, else as root by Debian's buildah)
	@.ci/image

clean: ## remove everything that was installed or built here
	rm -rf $(BUILT) web/node_modules .venv .venv-bench .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BUILT)/see.mjs: $(wildcard web/src/*.ts) web/vite.config.ts web/node_modules/.package-lock.json $(THAI).po
	@echo "==> the live elements"
	@npm --prefix web run build --silent -- --logLevel warn

web/node_modules/.package-lock.json: web/package-lock.json
	@command -v npm >/dev/null || { echo "the live elements need Node.js 20.19 or later and npm" >&2; exit 1; }
	@echo "==> what the live elements are built with, into web/node_modules"
	@npm --prefix web ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Each environment is made once; an empty file in it says how far it got.
.venv/pyvenv.cfg .venv-bench/pyvenv.cfg:
	@echo "==> a Python environment in $(@D)"
	@$(UV) venv --quiet --clear --python "$(PYTHON)" $(@D)

.venv/.run: requirements/runtime.txt requirements/build.txt pyproject.toml | .venv/pyvenv.cfg
	@echo "==> what see-mcda needs, into .venv"
	@$(INSTALL) --python .venv --requirements requirements/runtime.txt
	@echo "==> see-mcda itself"
	@$(INSTALL_PROJECT) --python .venv
	@touch $@

.venv/.test: requirements/dev.txt .venv/.run
	@echo "==> what its tests need, into .venv"
	@$(INSTALL) --python .venv --requirements requirements/dev.txt
	@touch $@

.venv-bench/.bench: requirements/bench.txt requirements/build.txt pyproject.toml | .venv-bench/pyvenv.cfg
	@echo "==> what the benchmarks need, into .venv-bench"
	@$(INSTALL) --python .venv-bench --requirements requirements/bench.txt
	@$(INSTALL_PROJECT) --python .venv-bench
	@touch $@
