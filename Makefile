# Everything is done by ops/, which needs nothing but Python's standard library.
# Variables on the command line reach it as environment: `make run PORT=9000 WS_FLAGS="--processes 4"`.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-faults conformance bench lint dev clean requirements python

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-14s%s\n", $$1, $$2 }'

run: python ## Install what is missing and start Chatire on http://localhost:8000 (PORT=, PUBLIC_URL=)
	@exec $(PYTHON) -m ops run

test: python ## Run every suite on a real broker, both databases and a real browser
	@exec $(PYTHON) -m ops test

test-fast: python ## Run the suites that start no whole program
	@exec $(PYTHON) -m ops test-fast

test-faults: python ## Kill things while messages flow: every fault, scope and database (17 min)
	@exec $(PYTHON) -m ops test-faults

conformance: python ## Try the gateway's framing with the Autobahn TestSuite (needs a Python 2.7; PYTHON2=)
	@exec $(PYTHON) -m ops conformance

bench: python ## Measure speed and memory beside other servers; ARGS=--help says what there is
	@exec $(PYTHON) -m ops bench

lint: python ## Check style, types and imports only
	@exec $(PYTHON) -m ops lint

dev: python ## Start Chatire reloading itself, and Vite for the page
	@exec $(PYTHON) -m ops dev

clean: python ## Delete what can be made again; DATA=1 deletes the database and secrets, too
	@exec $(PYTHON) -m ops clean

requirements: python ## Pin requirements.in and tests/requirements.in anew
	@exec $(PYTHON) -m ops requirements

python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) on this machine: sudo apt-get install python3" >&2; exit 1; }
