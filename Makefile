# On Record. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test coverage lint contract fuzz hostile kills schema hashes audit sbom bench load gallery train clean
SHELL := /bin/sh

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
LISTEN ?= 127.0.0.1
BIN := .venv/bin
PY := $(BIN)/python

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# An old pip resolves wrongly, so it is the first thing that is brought up to date.
.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "On Record needs Python 3.11 or newer; name one with PYTHON=...")'
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "installing what On Record runs on (.venv) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test: .venv/run tests/requirements.txt
	@echo "installing what checks it ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

run: .venv/run ## everything from a bare checkout: database, demo corpus, server on :8000 (PORT=9000 make run elsewhere)
	@mkdir -p var && test -s var/secret-key || (umask 077 && $(PY) -c 'import secrets; print(secrets.token_urlsafe(50))' >var/secret-key)
	@export DEBUG=$${DEBUG:-0} SECRET_KEY=$${SECRET_KEY:-$$(cat var/secret-key)} ALLOWED_HOSTS=$${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1]}; \
	 $(PY) manage.py prepare && exec $(PY) manage.py serve --host $(LISTEN) --port $(PORT)

test: .venv/test lint ## the checks and the whole test suite, on SQLite and on what else answers
	@$(PY) -m tests.lanes $(ARGS)

coverage: .venv/test ## the test suite, and the branches of the product that it does not take; at least 95 in a hundred are
	@rm -rf var/coverage && mkdir -p var/coverage
	@$(PY) -m tests.lanes --cov --cov-append --cov-report= $(ARGS)
	@$(PY) -m coverage report --fail-under=95

lint: .venv/test ## style, types, import contracts, missing migrations, schema drift, broken clients
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy corpus api
	@$(BIN)/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || (echo "docs/openapi.yaml is out of step with the code; make schema writes it anew" && exit 1)
	@$(PY) -m tests.contract

contract: .venv/test ## what docs/openapi.yaml breaks for clients of the last release
	@$(PY) -m tests.contract $(ARGS)

fuzz: .venv/test ## made-up requests for every operation, answers held to the description: make fuzz ARGS="--phases coverage,fuzzing -n 500"
	@$(PY) -m tests.fuzz $(ARGS)

.venv/hostile: .venv/test tests/hostile/requirements.txt
	@echo "installing what makes up documents ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/hostile/requirements.txt
	@touch $@

hostile: .venv/hostile ## made-up documents for every reader and the extractor: make hostile ARGS="--inputs 1000000"
	@$(PY) -m tests.hostile $(ARGS)

kills: .venv/test ## SIGKILL at random moments in every work on a corpus: make kills ARGS="--kills 200 --database postgres"
	@$(PY) -m tests.hostile.kills $(ARGS)

schema: .venv/run ## write docs/openapi.yaml from the code
	@$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

hashes: .venv/test ## write docs/supply/hashes.txt: what requirements.txt leads to, by sha256
	@$(PY) -m tests.supply

.venv/supply: .venv/test tests/supply/requirements.txt
	@echo "installing what looks at the packages ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/supply/requirements.txt
	@touch $@

audit: .venv/supply ## what is known against the installed packages; without a network: make audit ARGS="--advisories PyPI.zip"
	@$(PY) -m tests.supply.audit $(ARGS)

sbom: .venv/supply ## var/sbom.json: the installed packages with their hashes, as CycloneDX
	@$(BIN)/cyclonedx-py requirements docs/supply/hashes.txt --output-reproducible --of JSON -o var/sbom.json
	@echo "written to var/sbom.json"

.venv/bench: .venv/test tests/bench/requirements.txt
	@echo "installing what the benchmark compares with ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@touch $@

bench: .venv/bench ## benchmarks: each figure a ratio in one run; writes var/bench.json and a chart
	@$(PY) -m tests.bench $(ARGS)

load: .venv/bench ## half an hour of mixed reads and writes at twice the rate of comfort; writes var/load.json and a graph
	@$(PY) -m tests.bench.load $(ARGS)

gallery: .venv/bench ## ask the questions of docs/gallery anew: the tables of its page, and the pictures
	@$(PY) -m tests.gallery

.venv/train: .venv/run corpus/extraction/training/requirements.txt
	@echo "installing what trains it ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r corpus/extraction/training/requirements.txt
	@touch $@

train: .venv/train ## train a reader on annotated articles: make train DATA=folder; under two hours on two cores
	@test -n "$(DATA)" || (echo "name the folder of annotated articles: make train DATA=... (docs/extraction.md)" && exit 2)
	@$(PY) -m corpus.extraction.training $(DATA) $(ARGS)

clean: ## remove what was generated, the database too
	rm -rf var .venv
