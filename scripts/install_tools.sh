#!/usr/bin/env bash
# Install system tools by name (chromium, postgresql, gettext) where this machine lacks them and we may.
# Never fails: what stays missing is skipped, and said, by the step that needs it.
set -euo pipefail

is_missing() {
    case $1 in
        chromium) ! command -v chromium >/dev/null ;;
        postgresql) ! "$(dirname "$0")/with_postgres.sh" --available ;;
        gettext) ! command -v xgettext >/dev/null ;;
    esac
}

packages=()
for tool in "$@"; do
    if is_missing "$tool"; then packages+=("$tool"); fi
done
# Without any font Chromium draws empty pages.
if [[ " ${packages[*]} " == *" chromium "* ]]; then packages+=(fonts-liberation); fi
if [ ${#packages[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then exit 0; fi

echo "Installing: ${packages[*]} ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install --yes --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
fi
