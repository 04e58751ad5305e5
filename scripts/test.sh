#!/usr/bin/env bash
# Run the whole suite on SQLite and on PostgreSQL. Called by `make test`.
# DATABASE_URL=postgresql://... names the PostgreSQL to use; without it a server of our own is started.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
scripts/install_tools.sh chromium postgresql

# Tests are handed out one by one in their order: those that empty the tables come last, for each process.
suite=(pytest --numprocesses 2)
if ! command -v chromium >/dev/null; then
    echo "skipped the browser tests: this machine lacks Chromium (apt-get install chromium)"
    suite+=(-m "not browser")
fi

echo "The suite on SQLite:"
env DATABASE_URL="sqlite:///$PWD/var/test.sqlite3" "${suite[@]}"

# A browser sees the same pages whatever the database, and what these judge (texts, cookies, lists of staff, the log) is
# the same too: they run once. What is sent to every page at random runs on both.
echo "skipped on PostgreSQL: the browser tests, and those that ask nothing of it that others do not, which ran on SQLite"
for judged_without_it in e2e notation portal/test_[!o]*.py referrals/engine referrals/advice referrals/employee referrals/evidence \
    referrals/rulebook referrals/intake/test_case_fuzz.py referrals/intake/test_odd_cookies.py referrals/test_long_texts.py \
    referrals/test_unreadable_signs.py referrals/test_errors_in_words.py services/glossary services/files/test_workbooks.py \
    portal/sign_in/test_passwords.py tooling/test_settings.py; do
    suite+=(--ignore-glob "$PWD/tests/$judged_without_it")
done
if [[ ${DATABASE_URL:-} == postgres* ]]; then
    echo "The suite on the PostgreSQL of DATABASE_URL:"
    "${suite[@]}"
elif scripts/with_postgres.sh --available; then
    echo "The suite on PostgreSQL:"
    scripts/with_postgres.sh "${suite[@]}"
else
    echo "skipped the suite on PostgreSQL: this machine lacks it (apt-get install postgresql)"
fi
