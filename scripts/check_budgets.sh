#!/usr/bin/env bash
# Weigh the main pages as a browser receives them, and fail when one is over its budget. Called by `make check`.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build_assets.sh
CHROMIUM=$(scripts/find_chromium.sh)
export CHROMIUM
scripts/with_portal.sh .venv/bin/python scripts/weigh_pages.py
