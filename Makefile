# Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
UV_VERSION := 0.13.9
# Compiled once: the students' processes may write nothing, and would compile all at each start.
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode
# Half of the suite's time is waiting, for limits above all: two processes more than the machine has
# cores keep these busy.
WORKERS = $$(( $$(nproc) + 2 ))

.PHONY: help setup demo test coverage smoke test-postgres test-nbgrader scale proof hostile fuzz screenshots check \
  tidy wheel docs bench lock clean

help:            ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(INSTALL) --no-deps --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY)  ## all that is needed, into .venv; the others do it by themselves

demo: $(READY)   ## a simulated class, graded, in demo/
	$(BIN)/python -m tests.demo

test: $(READY)   ## the whole suite
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

coverage: $(READY) ## the suite again, and which lines it ran: .coverage-html/index.html
	$(BIN)/coverage erase
	failed=0; $(BIN)/coverage run -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder \
	  $(TESTS) || failed=1; $(BIN)/coverage combine --quiet && $(BIN)/coverage html --quiet --directory .coverage-html \
	  && $(BIN)/coverage report && exit $$failed

smoke: $(READY)  ## the wheel on the oldest and the newest Python: a submission generated, graded, given feedback
	$(BIN)/python -m tests.smoke

test-postgres: $(READY)  ## of it, the gradebook on a real server (Debian: apt-get install postgresql)
	$(BIN)/python -m pytest tests/test_postgres.py

test-nbgrader: $(READY)  ## of it, nbgrader's own tests with our engine in the place of nbgrader's
	$(BIN)/python -m pytest -c tests/nbgrader_own/pytest.ini --numprocesses $(WORKERS) --dist worksteal

scale: $(READY)  ## inputs measured here, then a hundred thousand submissions simulated: docs/scale.md
	$(BIN)/python -m tests.scale

proof: $(READY)  ## every right and wrong answer and every mutant, graded: the tests' own test
	$(BIN)/grader check --variants --mutants
	GRADER_PROOF=1 $(BIN)/python -m pytest --quiet tests/test_misconceptions.py

hostile: $(READY) ## every attack within both kinds of walls, then a class of them among honest students
	GRADER_PROOF=1 $(BIN)/python -m pytest tests/test_hostile.py tests/hostile_batch.py

fuzz: $(READY)   ## hostile bytes for the trusted side, ten minutes each; what is found is in .fuzz/
	$(INSTALL) --editable '.[fuzz]'
	found=0; for target in wire notebook; do \
	  $(BIN)/python -m tests.fuzz $$target --minutes 10 || found=1; done; exit $$found

screenshots: $(READY) ## pictures of JupyterLab, formgrader and pages, into docs/images/ (needs Chromium)
	GRADER_FAIL_ON_SKIP=1 GRADER_SCREENSHOTS=1 $(BIN)/python -m pytest --quiet tests/browser

check: $(READY)  ## the course's own lint, and the code's
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/grader check

tidy: $(READY)   ## put code and notebooks into their canonical form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/grader tidy

wheel: $(READY)  ## what students install, in dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

docs: $(READY)   ## the guides and the course as pages, in docs/_build/html; without any network
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -d docs/_build/doctrees docs docs/_build/html
	@echo docs/_build/html/index.html

bench: $(READY)  ## our speed beside stock nbgrader's
	$(BIN)/grader bench

lock: $(READY)   ## newest versions that fit, into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes pyproject.toml \
	  --upgrade -o requirements.lock

clean:           ## remove what make made
	rm -rf .venv demo dist docs/_build
