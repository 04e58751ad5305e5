#!/usr/bin/env bash
# Measure on SQLite, and on a PostgreSQL of our own where the machine has it. Called by `make bench`.
set -euo pipefail
cd "$(dirname "$0")/.."
if scripts/with_postgres.sh --available; then
    scripts/with_postgres.sh .venv/bin/python -m bench.run
else
    echo "skipped PostgreSQL: this machine lacks it (apt-get install postgresql)"
    env -u DATABASE_URL .venv/bin/python -m bench.run
fi
