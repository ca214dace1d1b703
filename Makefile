# Two commands do everything: `make chat` and `make test`.
# Under them stand plain pip and retro commands; README.md shows them too.

PYTHON ?= python3
PIP = .venv/bin/pip install --disable-pip-version-check --constraint requirements.lock

.PHONY: chat test clean

chat: .venv/chat.installed
	.venv/bin/retro index
	.venv/bin/retro chat

test: .venv/test.installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/chat.installed: .venv/bin/pip pyproject.toml requirements.lock
	$(PIP) --editable .
	touch $@

.venv/test.installed: .venv/bin/pip pyproject.toml requirements.lock
	$(PIP) --editable '.[test]'
	touch $@ .venv/chat.installed

clean:
	rm -rf .venv .retro
