#!/usr/bin/env bash
# Installs what the survey needs, checks it and builds its site: what every CI system runs, and what you can run yourself.
#
#   bash ci/site.sh                   the site is in site/
#   BASE=origin/main bash ci/site.sh  and report.md says what changes against that commit
#
# In the environment, where the defaults do not fit:
#   SURVEY        folder of survey.yml, seen from the top of the repository; else the one above this file's
#   REQUIREMENTS  locked libraries, each with its hash; else requirements.txt beside this file
#   CATALOGUE     what pip installs as the generator, such as a wheel or --editable=. in its own repository; else what
#                 catalogue.txt beside this file says
#   CACHE         folder that a CI system may keep from run to run; else .cache/ci
#   PYTHON        Python 3.11 or newer; else python3
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$(git -C "$here" rev-parse --show-toplevel)
cd "$top"
survey=${SURVEY:-$(dirname "$here")}
requirements=${REQUIREMENTS:-$here/requirements.txt}
catalogue=${CATALOGUE:-$(cat "$here/catalogue.txt")}
cache=$top/${CACHE:-.cache/ci}
environment=$cache/venv
python=${PYTHON:-python3}

install() {
  local wanted
  wanted=$("$python" --version; cat "$requirements"; echo "$catalogue")
  wanted=$(sha256sum <<<"$wanted")
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

# The report needs the base as it is built too. Its files are those of the default branch, no others.
compare() {
  local base=$cache/base relative
  relative=$(realpath --relative-to="$top" -- "$survey")
  rm -rf -- "$base"
  git worktree prune
  git worktree add --quiet --detach "$base" "$BASE"
  "$environment/bin/catalogue" report "$base/$relative" --survey "$survey" ${built:+--seconds "$built"} --output report.md
  git worktree remove --force "$base"
}

# Run a step, and say how long it took.
step() {
  started=$SECONDS
  echo "== $1"
  "$1"
  echo "== $1 took $((SECONDS - started)) s"
}

check() { "$environment/bin/catalogue" check --survey "$survey" --format "$format"; }
# What a build took is known only where there was something to build.
build() {
  local said
  said=$("$environment/bin/catalogue" build --survey "$survey" --site)
  echo "$said"
  [[ $said != *" is built"* ]] || built=$((SECONDS - started))
}

format=text
built=
[ -z "${GITHUB_ACTIONS:-}" ] || format=github
step install
step check
step build
if [ -n "${BASE:-}" ]; then
  step compare
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat report.md >>"$GITHUB_STEP_SUMMARY"
fi
