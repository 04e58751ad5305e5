#!/usr/bin/env bash
# Bring the database up to date, fill it when it is new, and serve until Ctrl-C. Called by `make run`.
# Beside the server runs the sender of mail; without a mail server (EMAIL_HOST) it prints the mail here.
set -euo pipefail
cd "$(dirname "$0")/.."
export PORT="${PORT:-8000}"

.venv/bin/python manage.py prepare_demo
echo
echo "The portal: http://127.0.0.1:$PORT/   (Ctrl-C stops it)"

.venv/bin/python manage.py send_mail --watch &
sender=$!
.venv/bin/gunicorn &
server=$!
stop() {
    kill "$server" "$sender" 2>/dev/null || true
    wait "$server" "$sender" || true
}
trap stop EXIT
trap 'exit 0' INT TERM
wait "$server"
