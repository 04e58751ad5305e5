#!/usr/bin/env bash
# The container's command: bring the database up to date, then serve.
# With more than one web container, migrate apart and give gunicorn itself as the command.
set -euo pipefail
python manage.py migrate --no-input --verbosity 0
exec gunicorn
