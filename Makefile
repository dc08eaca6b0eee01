# Everything is done by the folder dev/ with nothing but Python; these are the words for it.
PYTHON ?= python3
PORT ?=
ARGS ?=
SHARD ?=
SEED ?=

.PHONY: help run test deep lint e2e test-real faults soak bench services setup messages reference clean

help: ## Show these words
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 12

run: ## Start everything at http://127.0.0.1:8000/ (another port: make run PORT=8123)
	@$(PYTHON) -m dev run $(PORT)

test: ## Run the tests (a part: make test ARGS="tests/core -k wall")
	@$(PYTHON) -m dev test $(ARGS)

deep: ## Walk and race at length, 10,000 walks over approvals among it (a third: make deep SHARD=1/3)
	@SHARD=$(SHARD) $(PYTHON) -m dev deep $(ARGS)

lint: ## Judge the source: style, types, arrows between rooms, missing migrations
	@$(PYTHON) -m dev lint

e2e: ## Run the browser tests (skipped without Chromium)
	@$(PYTHON) -m dev e2e $(ARGS)

test-real: ## Run the adapters against real servers on this machine
	@$(PYTHON) -m dev test-real $(ARGS)

faults: ## Break everything on purpose (a third of it: make faults SHARD=1/3); results in bench/results/
	@SHARD=$(SHARD) $(PYTHON) -m dev faults $(ARGS)

soak: ## Publish 3,000 posts while something is killed or cut every few seconds (again: make soak SEED=7)
	@SEED=$(SEED) $(PYTHON) -m dev soak $(ARGS)

bench: ## Measure how fast it is (a part: make bench ARGS=publish); figures in bench/results/
	@$(PYTHON) -m dev bench $(ARGS)

services: ## Start only Postgres and Valkey; then in another shell: . .data/dev.env
	@$(PYTHON) -m dev services

setup: ## Install packages and build the front end, start nothing
	@$(PYTHON) -m dev setup

messages: ## Bring new texts into the translation files
	@$(PYTHON) -m dev messages

reference: ## Write docs/settings.md anew from .env.example
	@$(PYTHON) -m dev reference
	@$(PYTHON) manage.py numbers_reference

clean: ## Remove everything the other words made, data included
	@$(PYTHON) -m dev clean
