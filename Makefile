# Sets up what it needs and runs it: `make` lists the targets. Only Python 3.11 or newer has to be there;
# name another one with PYTHON=. Outside this folder nothing changes, but for what root lets apt install and
# the user folder where mobility-xl keeps imported editions and the style books that it has read.

PYTHON ?= python3
OFFICES = .tools/libreoffice-25.2 .tools/libreoffice-7.4
VALIDATOR = tests/clients/node_modules/.package-lock.json
# A place has quotes, commas and apostrophes: the shell reads it from the environment.
export PLACE

.PHONY: help guide test fast client lint benchmarks clean place
# Set-up comes first, the quick checks next.
.NOTPARALLEL:

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 17

guide: place .venv/installed ## PLACE="Cook County, Illinois": write the review guide of a county or city
	.venv/bin/mobility-xl build "$$PLACE"

test: .venv/installed-for-tests $(OFFICES) $(VALIDATOR) lint fast client ## check the code's style and types, and run all tests

lint: .venv/installed-for-tests ## check the code's style and types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

fast: .venv/installed-for-tests ## run the tests that need Python alone, but for the longest
	.venv/bin/pytest -m "not client"

client: .venv/installed-for-tests $(OFFICES) $(VALIDATOR) ## run the longest tests, and those in LibreOffice and the Open XML SDK
	.venv/bin/pytest -m client --dist loadfile

benchmarks: .venv/installed-for-tests ## measure how fast it is
	.venv/bin/python -m benchmarks

clean: ## remove all that set-up made; your workbooks stay
	rm -rf .venv .tools tests/clients/node_modules mobility_xl/store/editions *.egg-info build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

place:
	@test -n "$$PLACE" || { echo 'Which county or city? Say it so: make guide PLACE="Cook County, Illinois"' >&2; exit 2; }

# Below: what set-up makes, once. A change of a file on the right of the colon makes it again.

.venv/installed: pyproject.toml .venv/importable | .venv/bin/pip
	.venv/bin/pip install --quiet --editable .
	@touch $@

.venv/installed-for-tests: pyproject.toml .venv/importable | .venv/bin/pip
	.venv/bin/pip install --quiet --editable '.[test]'
	@touch .venv/installed $@

# To Python started in the folder above, this one is a package without code, which it takes before it asks for
# what pip installed in place: so the package lies on the path too.
.venv/importable: | .venv/bin/pip
	@.venv/bin/python -c 'import os, sysconfig; site = sysconfig.get_path("purelib"); \
	    print(os.getcwd(), file=open(os.path.join(site, "mobility_xl_checkout.pth"), "w"))'
	@touch $@

# Debian keeps a part of Python's venv in a package of its own. An archive that cannot be read need not be the one.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo '$(PYTHON) is not Python 3.11 or newer. Name one that is: make PYTHON=python3.11 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends python3-venv; else \
	    echo "Python's venv is missing. On Debian: sudo apt-get install python3-venv" >&2; exit 1; fi
	$(PYTHON) -m venv .venv

.tools/libreoffice-%: tests/clients/install_libreoffice.py | .venv/installed-for-tests
	.venv/bin/python -m tests.clients.install_libreoffice $*

$(VALIDATOR): tests/clients/package.json | .venv/installed-for-tests
	.venv/bin/npm install --prefix tests/clients --no-package-lock --no-audit --no-fund --no-update-notifier
	@touch $@
