#!/usr/bin/env bash
# Run every check, print one line for each and the whole output of those that fail. Called by `make check`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
scripts/install_tools.sh gettext chromium

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

check() {
    local name=$1
    shift
    if "$@" >"$scratch/output" 2>&1; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        sed 's/^/        /' "$scratch/output"
        failed=1
    fi
}

deploy_check() {
    env PRODUCTION=1 SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        ALLOWED_HOSTS=portal.example.org DATABASE_URL="sqlite:///$scratch/db.sqlite3" VAR_DIR="$scratch" \
        OWNER_NAME="this check" CONTACT_EMAIL=check@example.org PRIVACY_CONTACT="this check" COMPLAINT_WAY="this check" \
        python manage.py check --deploy --fail-level WARNING
}

check "style of Python (ruff check)" ruff check --quiet
check "layout of Python (ruff format)" ruff format --check --quiet --diff
check "types of the pure modules (mypy)" mypy
check "templates (djlint)" djlint templates --lint --quiet
check "floors hold (import-linter)" lint-imports
check "no imports in a circle" python scripts/count_floors.py
check "file names in prose lead somewhere" python scripts/check_named_files.py
check "locks match pyproject.toml" python scripts/check_locks.py
check "migrations are complete" python manage.py makemigrations --check --dry-run
check "settings are fit for production (check --deploy)" deploy_check
check "the shipped directory covers what it covered" python scripts/check_coverage.py
check "texts are plain Dutch and plain English" python scripts/check_plain_language.py
if command -v xgettext >/dev/null; then
    check "English translations are complete" python scripts/check_translations.py
else
    echo "skipped English translations: this machine lacks gettext (apt-get install gettext)"
fi
if scripts/find_chromium.sh >/dev/null; then
    check "pages stay within their budgets" scripts/check_budgets.sh
else
    echo "skipped the budgets of pages: this machine lacks Chromium (apt-get install chromium-headless-shell)"
fi

exit "$failed"
