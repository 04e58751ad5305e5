#!/usr/bin/env bash
# Run a command beside a portal of its own, served as in production, which stops when the command ends.
#   scripts/with_portal.sh COMMAND...      the command finds the address in PORTAL_URL, the database in DATABASE_URL
# The portal holds the demo directory, in a temporary SQLite database or in the one of PORTAL_DATABASE_URL. For tests
# and measurements of what a browser gets: built and compressed files, gunicorn, and no data of yours. Filling takes
# seconds: who starts many portals names a file in PREPARED_DATABASE, which the first fills and the others copy.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d "${TMPDIR:-/tmp}/vwnw-portal.XXXXXX")
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

built=${VAR_DIR:-var}
if [ ! -f "$built/assets/vwnw.css" ]; then
    echo "The browser's files are not built: run make assets." >&2
    exit 1
fi
mkdir "$folder/assets"
cp "$built"/assets/*.* "$folder/assets"
# Compressing takes seconds: what `make` compressed is used as long as nothing was built since.
if [ "$built/static/staticfiles.json" -nt "$built/assets/.built" ]; then
    ln -s "$(realpath "$built/static")" "$folder/static"
fi

export VAR_DIR="$folder" DATABASE_URL="${PORTAL_DATABASE_URL:-sqlite:///$folder/portal.sqlite3}"

if [ -f "${PREPARED_DATABASE:-}" ]; then
    cp "$PREPARED_DATABASE" "$folder/portal.sqlite3"
else
    .venv/bin/python - >"$folder/prepare.log" <<'PREPARE'
import os

import django
from django.conf import settings
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vwnw_portal.settings")
django.setup()
if not settings.STATIC_ROOT.exists():
    call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
call_command("load_directory", demo=True, verbosity=0)
PREPARE
    if [ -n "${PREPARED_DATABASE:-}" ]; then cp "$folder/portal.sqlite3" "$PREPARED_DATABASE"; fi
fi

port=$(.venv/bin/python -c 'import socket; free = socket.create_server(("127.0.0.1", 0)); print(free.getsockname()[1])')
export PORTAL_URL=http://127.0.0.1:$port SITE_URL=http://127.0.0.1:$port
BIND="127.0.0.1:$port" .venv/bin/gunicorn >"$folder/gunicorn.log" 2>&1 &
server=$!
for _attempt in $(seq 100); do
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
    sleep 0.1
done
"$@"
