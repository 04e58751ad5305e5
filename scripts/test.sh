#!/usr/bin/env bash
# Run the whole suite on SQLite and on PostgreSQL. Called by `make test`.
# DATABASE_URL=postgresql://... names the PostgreSQL to use; without it a server of our own is started.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
scripts/install_tools.sh chromium postgresql

# Tests are handed out one by one in their order: those that empty the tables come last, for each process.
suite=(pytest --numprocesses 2)
if ! scripts/find_chromium.sh >/dev/null; then
    echo "skipped the browser tests: this machine lacks Chromium (apt-get install chromium-headless-shell)"
    suite+=(-m "not browser")
fi

echo "The suite on SQLite:"
env DATABASE_URL="sqlite:///$PWD/var/test.sqlite3" "${suite[@]}"

# A browser sees the same pages whatever the database, and what these judge (pages, texts, cookies, settings, the log) is
# the same too: they run once. What is sent to every page at random runs on both. WHOLE=1 runs all but the browser twice.
judged_without_it=(e2e)
if [[ -z ${WHOLE:-} ]]; then
    judged_without_it+=(notation tooling "portal/test_[!o]*.py" portal/sign_in/test_passwords.py
        services/glossary services/organisation services/practical services/search/test_search_page.py
        services/search/test_search_in_browser.py services/search/test_search_facets.py services/test_everyday_words.py
        services/test_admin.py services/files/test_workbooks.py services/files/test_directory.py
        services/coverage/test_regions_page.py services/coverage/test_gaps_page.py services/link_checks/test_asking.py
        services/desk/test_access.py services/desk/test_editing.py services/desk/test_conflicts.py
        services/desk/test_records.py services/desk/test_coverage.py services/desk/test_practical.py
        services/desk/test_older_english.py services/coverage/test_map_page.py services/coverage/test_region_page.py
        services/search/test_cards.py services/map regions/test_places.py regions/test_place_field.py
        services/desk/test_guide.py services/desk/test_invitations.py services/desk/test_answers.py
        referrals/dismissal referrals/test_unchecked_facts.py referrals/loop/test_letters.py
        referrals/engine "referrals/advice/test_[!a]*.py" "referrals/advice/test_a[!f]*.py" referrals/employee referrals/evidence referrals/rulebook referrals/intake
        referrals/loop/employer referrals/loop/provider referrals/loop/test_kills.py referrals/test_long_texts.py
        referrals/test_unreadable_signs.py referrals/test_errors_in_words.py referrals/test_texts_of_readers.py
        referrals/monitor/test_monitor_independent.py)
fi
echo "skipped on PostgreSQL: the browser tests, and those that ask nothing of it that others do not, which ran on SQLite"
for path in "${judged_without_it[@]}"; do
    suite+=(--ignore-glob "$PWD/tests/$path")
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
