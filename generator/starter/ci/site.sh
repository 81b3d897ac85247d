#!/usr/bin/env bash
# Installs what the survey needs, checks it and builds its site: what every CI system runs, and what you can run yourself.
#
#   bash ci/site.sh                   the site is in site/
#   BASE=origin/main bash ci/site.sh  and report.md says what changes against that commit
#
# In the environment, where the defaults do not fit:
#   SURVEY        folder of survey.yml, seen from the top of the repository; else the one above this file's
#   REQUIREMENTS  locked libraries, each with its hash; else requirements.txt beside this file
#   CATALOGUE     what pip installs as the generator, such as --editable=. in its own repository; else what catalogue.txt
#                 beside this file says: a name with a version, or a wheel that lies there, too
#   CACHE         folder that a CI system may keep from run to run; else .cache/ci
#   PYTHON        Python 3.11 or newer; else python3
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$(git -C "$here" rev-parse --show-toplevel)
cd "$top"
survey=${SURVEY:-$(dirname "$here")}
requirements=${REQUIREMENTS:-$here/requirements.txt}
catalogue=${CATALOGUE:-$(cat "$here/catalogue.txt")}
[ ! -f "$here/$catalogue" ] || catalogue=$here/$catalogue
cache=$top/${CACHE:-.cache/ci}
environment=$cache/venv
python=${PYTHON:-python3}

install() {
  local wanted
  wanted=$("$python" --version; sha256sum "$requirements"; sha256sum "$catalogue" 2>/dev/null || echo "$catalogue")
  if [ "$(cat "$environment/wanted" 2>/dev/null)" = "$wanted" ]; then
    echo "installed already"
    return
  fi
  rm -rf -- "$environment"
  "$python" -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$catalogue"
  echo "$wanted" >"$environment/wanted"
}

compare() { "$environment/bin/catalogue" report "$BASE" --survey "$survey" --timed --output report.md; }

# Run a step, and say how long it took.
step() {
  local started=$SECONDS
  echo "== $1"
  "$1"
  echo "== $1 took $((SECONDS - started)) s"
}

check() { "$environment/bin/catalogue" check --survey "$survey" --format "$format"; }
build() { "$environment/bin/catalogue" build --survey "$survey" --site; }

format=text
[ -z "${GITHUB_ACTIONS:-}" ] || format=github
step install
step check
step build
if [ -n "${BASE:-}" ]; then
  step compare
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat report.md >>"$GITHUB_STEP_SUMMARY"
fi
