# Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
UV_VERSION := 0.13.9
# Compiled once: the students' processes may write nothing, and would compile all at each start.
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode
SBOM := dist/math-notebook-grader.cdx.json
# Half of the suite's time is waiting, for limits above all: two processes more than the machine has
# cores keep these busy.
WORKERS = $$(( $$(nproc) + 2 ))
SHARED = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo test thorough walkthroughs figures coverage smoke test-postgres test-nbgrader scale soak \
  load site proof proof-browser hostile hostile-as-user fuzz screenshots check tidy data weights wheel sbom docs bench \
  lock clean

help:            ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(INSTALL) --no-deps --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY)  ## install everything into .venv; the other targets do it by themselves

demo: $(READY)   ## generate, grade and report a simulated class, in demo/
	$(BIN)/python -m tests.demo

test: $(READY)   ## run the suite
	$(BIN)/python -m compileall -q grader solutions  # what starts in a sandbox can't write it
	$(BIN)/python -m pytest $(SHARED)

thorough: $(READY) ## try whole what `make test` tries a part of: attacks, walls, kills, answers, a class of 500
	GRADER_PROOF=1 $(BIN)/python -m pytest --quiet tests/test_hostile.py tests/test_resume.py \
	  tests/test_limits.py tests/test_host.py tests/test_reaper.py tests/test_variants.py \
	  tests/test_misconceptions.py tests/test_processors.py tests/test_cluster_losses.py \
	  tests/test_in_browser.py

walkthroughs: $(READY) ## build and follow the guides and a site, and try the wheel on a student's machine
	$(BIN)/python -m pytest $(SHARED) -m walkthrough

coverage: $(READY) ## run the suite again and write .coverage-html/index.html
	$(BIN)/coverage erase
	failed=0; $(BIN)/coverage run -m pytest $(SHARED) $(TESTS) || failed=1; \
	  $(BIN)/coverage combine --quiet && $(BIN)/coverage html --quiet --directory .coverage-html \
	  && $(BIN)/coverage report && exit $$failed

smoke: $(READY)  ## try the wheel on the oldest and the newest Python: generate, autograde, feedback
	$(BIN)/python -m tests.smoke

test-postgres: $(READY)  ## run the part with a PostgreSQL server (Debian: apt-get install postgresql)
	$(BIN)/python -m pytest tests/test_postgres.py

test-nbgrader: $(READY)  ## run nbgrader's own tests with our engine in the place of nbgrader's
	$(BIN)/python -m pytest -c tests/nbgrader_own/pytest.ini --numprocesses $(WORKERS) --dist worksteal

scale: $(READY)  ## measure a submission and simulate a hundred thousand: docs/scale.md
	$(BIN)/python -m tests.scale

soak: $(READY)   ## half an hour of grader watch: 2,000 submissions, hostile ones, two restarts
	$(BIN)/python -m tests.soak

load: $(READY)   ## grade 200 kept answers alone and beside 8 busy loops a processor: any other verdict?
	$(BIN)/python -m tests.load

figures: $(READY) ## measure the figures of README and docs and write them there (half an hour, idle machine)
	$(BIN)/python -m tests.figures --measure all

proof: $(READY)  ## grade every kept answer and every mutant: do the tests catch what they should?
	$(BIN)/grader check --variants --mutants
	GRADER_PROOF=1 $(BIN)/python -m pytest --quiet tests/test_notebook_agrees.py
	$(BIN)/grader check --misconceptions

proof-browser: $(READY) ## do all kept answers get in the browser's Python the cards of CPython? (needs Node)
	$(BIN)/python -m tests.in_browser $(ASSIGNMENTS)

hostile: $(READY) ## grade every attack in both sandboxes, then among honest students
	GRADER_PROOF=1 $(BIN)/python -m pytest tests/test_hostile.py tests/hostile_batch.py

hostile-as-user: ## by root: the same as an ordinary user, in a copy of theirs
	id grader-hostile >/dev/null 2>&1 || useradd --create-home grader-hostile
	runuser -u grader-hostile -- mkdir -p /home/grader-hostile/course
	git archive HEAD | runuser -u grader-hostile -- tar -x -C /home/grader-hostile/course
	runuser -u grader-hostile -- $(MAKE) -C /home/grader-hostile/course hostile PYTHON=$(PYTHON)

fuzz: $(READY)   ## feed hostile bytes to the trusted side, ten minutes each; finds are in .fuzz/
	$(INSTALL) --editable '.[fuzz]'
	found=0; for target in wire notebook; do \
	  $(BIN)/python -m tests.fuzz $$target --minutes 10 || found=1; done; exit $$found

site: $(READY)   ## write the course as a site of static files, in site/
	$(BIN)/grader site --title "Mathematics for GenAI"

screenshots: $(READY) ## take the pictures in docs/images/ (needs Chromium)
	GRADER_FAIL_ON_SKIP=1 GRADER_SCREENSHOTS=1 $(BIN)/python -m pytest --quiet -m "" tests/browser

check: $(READY)  ## run linters, type checker and the course's own lint
	failed=0; for step in "ruff format --check ." "ruff check ." mypy "grader check"; do \
	  echo "$$step"; $(BIN)/$$step || failed=1; done; exit $$failed

tidy: $(READY)   ## put code and notebooks into their canonical form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/grader tidy

data: $(READY)    ## make the data files in source/ again from Jane Austen's novels (Debian: apt-get)
	$(BIN)/python -m tests.austen $(DEB)

weights: $(READY) ## train the capstone's GPT again, about ten minutes on one core (Debian: apt-get)
	$(BIN)/python -m tests.weights $(DEB)

wheel: $(READY)  ## build what students install, in dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

sbom: $(READY)   ## list what the lock holds as CycloneDX JSON, in dist/
	@mkdir -p $(dir $(SBOM))
	$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --no-validate \
	  --output-reproducible --output-format JSON --output-file $(SBOM) requirements.lock

docs: $(READY)   ## build the guides and the course as pages, in docs/_build/html
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -d docs/_build/doctrees docs docs/_build/html
	@echo docs/_build/html/index.html

bench: $(READY)  ## measure our speed beside stock nbgrader's (BENCH: arguments)
	$(BIN)/grader bench $(BENCH)

lock: $(READY)   ## write the newest versions that fit to requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes pyproject.toml \
	  --upgrade -o requirements.lock

clean:           ## remove what make made
	rm -rf .venv .data demo dist docs/_build
