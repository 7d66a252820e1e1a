# Everything needs only this file, a Python of at least 3.11 with pip and venv, and a shell.
PYTHON ?= $(shell sh scripts/python.sh)
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test proof check format bench docs lock setup setup-dev clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set everything up and open the demo hall at http://127.0.0.1:8000 (or YICHUANG_PORT)
	@exec $(VENV)/python -m yichuang run

test: setup-dev ## run the whole suite on SQLite and PostgreSQL
	@exec $(VENV)/python -m scripts.test

proof: setup-dev ## run the long, seeded proofs at full size on both engines
	@exec $(VENV)/python -m scripts.test --proof

check: setup-dev ## format, lint, types, import contracts, house tests
	@exec $(VENV)/python -m scripts.check

format: setup-dev ## put the code in the house's form
	@$(VENV)/ruff format . && $(VENV)/ruff check --fix .

bench: setup-dev ## measure the queue against raw SQL on both engines
	@exec $(VENV)/python -m scripts.test --bench

docs: setup-dev ## renew the pages that are written from the code
	@exec $(VENV)/python -m scripts.pages

lock: setup-dev ## renew the hash-locked requirements files
	@exec $(VENV)/python -m scripts.lock

setup: ## only make the virtual environment of a running hall
	@$(PYTHON) -m scripts.place roster

setup-dev: ## only make the virtual environment of the tests
	@$(PYTHON) -m scripts.place dev

clean: ## remove what was made by tools (never the home folder of a hall)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
