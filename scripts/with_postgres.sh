#!/usr/bin/env bash
# Run a command with DATABASE_URL set to a PostgreSQL server of its own, which stops when the command ends.
#   scripts/with_postgres.sh COMMAND...      scripts/with_postgres.sh --available   (exit status 0: it can)
# The server lives in a temporary folder, listens on a socket in it and on no port, and forgets everything:
# it trades safety for speed (fsync off), so it is for tests and benchmarks only.
set -euo pipefail

server_binaries() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(dirname "$(command -v initdb || echo .)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

if ! bin=$(server_binaries); then
    [ "${1:-}" = --available ] || echo "No PostgreSQL server on this machine: install the package postgresql." >&2
    exit 1
fi
if [ "${1:-}" = --available ]; then exit 0; fi

# PostgreSQL refuses to run as root; the socket folder is closed to everyone but the server's user and root.
as_server=()
folder=$(mktemp -d "${TMPDIR:-/tmp}/vwnw-postgres.XXXXXX")
if [ "$(id -u)" -eq 0 ]; then
    as_server=(runuser --user nobody --)
    chown nobody "$folder"
fi

stop() {
    cd /
    "${as_server[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop || true
    rm -rf "$folder"
}
trap stop EXIT

in_folder() (cd "$folder" && "${as_server[@]}" "$@")

in_folder "$bin/initdb" --pgdata "$folder/data" --username postgres --auth trust --no-sync \
    --encoding UTF8 --locale C.UTF-8 >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
in_folder "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --silent --wait start --options \
    "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50" \
    >/dev/null || { cat "$folder/server.log" >&2; exit 1; }

DATABASE_URL="postgresql://postgres@${folder//\//%2F}/postgres" "$@"
