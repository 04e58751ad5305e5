#!/usr/bin/env bash
# What the portal does every day, in a container: once now, and each morning at five (UTC) until it is stopped.
# Each command is safe to run twice and to be killed halfway; one that fails is run again the next day.
set -euo pipefail
trap 'exit 0' INT TERM

while true; do
    for command in "change_boundaries --due" followup retention clearsessions write_down_stewards publish_due check_links ask_organisations friday_mail; do
        # shellcheck disable=SC2086 - a command with its option
        python manage.py $command || echo "$command failed: see above" >&2
    done
    # In the background, so that a signal to stop need not wait until morning.
    sleep "$(($(date --date 'tomorrow 05:00' +%s) - $(date +%s)))" &
    wait $!
done
