.DEFAULT_GOAL := help
.PHONY: help run test check bench messages screenshots lock format
PY := .venv/bin/python

help: ## lists the tasks
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | column -t -s'|'

run: ## sets up, loads the demo and starts on 127.0.0.1:8000
	@./setup run

test: ## sets up and runs all tests
	@./setup test

check: ## format, lint, types, contracts, plain language, migrations, translations, templates, accessibility
	@./setup dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m marchepied.cli readability --shipped --strict
	$(PY) -m marchepied.cli manage makemigrations --check --dry-run
	$(PY) -m pytest -q -n 2 -k 'not commands_shown' tests/architecture tests/docs tests/journeys/test_accessibility.py

bench: ## measures (JSON on standard output)
	@./setup dev
	@for bench in benchmarks/bench_*.py; do echo "# $$bench" >&2; $(PY) $$bench; done

messages: ## writes the French catalogue and what lacks in the English one
	@./setup dev
	$(PY) scripts/messages.py

screenshots: ## takes docs/screenshots again from the demonstration
	@./setup dev
	$(PY) scripts/screenshots.py

lock: ## writes requirements/*.txt again
	@scripts/lock

format: ## formats the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
