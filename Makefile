# Everything runs on a machine with Python 3.11 or newer, make and git; the logic is in tools/.
PYTHON ?= $(shell command -v python3 || command -v python)
ENGINE ?= auto
RUN := .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## Install everything again into .venv and node_modules
	@$(PYTHON) -m tools.setup --dev --again
