# Everything runs on a machine with Python 3.11 or newer, make and git; the logic is in tools/.
PYTHON ?= $(shell command -v python3 || command -v python)
ENGINE ?= auto
RUN := .venv/bin/python -m
SETUP = $(or $(PYTHON),$(error There is no Python on PATH: install Python 3.11 or newer)) -m tools.setup

.DEFAULT_GOAL := help
.PHONY: help site preview test test-slow check bench quarto lock setup clean ready ready-dev

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: ready ## Build the site into _site (ENGINE=quarto or ENGINE=pandoc forces a renderer)
	@$(RUN) tools.build --engine $(ENGINE)

preview: ready ## Show the site in a browser and rebuild it when a file changes
	@$(RUN) tools.preview --engine $(ENGINE)

test: ready-dev ## Check, build and test everything
	@$(RUN) tools.test --engine $(ENGINE)

test-slow: ready-dev ## The same, and the long tests: double builds, other editions, every control
	@$(RUN) tools.test --engine $(ENGINE) --slow

check: ready-dev ## Lint and formatting of Python and JavaScript, types and workflows
	@$(RUN) tools.check

bench: ready-dev ## Measure the site against its budgets, beside the original page
	@$(RUN) tools.bench --engine $(ENGINE)

quarto: ready ## Try again to download Quarto
	@$(RUN) tools.engine

lock: ready-dev ## Pin the newest versions of what pyproject.toml asks for
	@$(RUN) tools.lock

setup: ## Install everything again
	@$(SETUP) --dev --again

clean: ## Remove what was built; what was installed stays
	@rm -rf _site .site-data .build .quarto

ready:
	@$(SETUP)

ready-dev:
	@$(SETUP) --dev
