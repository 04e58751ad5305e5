#!/usr/bin/env bash
# Bring the database up to date, fill it when it is new, and serve until Ctrl-C. Called by `make run`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PORT="${PORT:-8000}"

.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py prepare_demo
echo
echo "The portal: http://127.0.0.1:$PORT/   (Ctrl-C stops it)"
exec .venv/bin/gunicorn
