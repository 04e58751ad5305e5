#!/usr/bin/env bash
# Install system tools by name (chromium, postgresql, gettext) where this machine lacks them and we may.
# Never fails: what stays missing is skipped, and said, by the step that needs it.
set -euo pipefail

is_missing() {
    case $1 in
        chromium) ! command -v chromium-headless-shell >/dev/null ;;
        postgresql) ! "$(dirname "$0")/with_postgres.sh" --available ;;
        gettext) ! command -v xgettext >/dev/null ;;
    esac
}

# Not every system has the shell of Chromium as a package. Without any font Chromium draws empty pages.
packages_of() {
    case $1 in
        chromium)
            if apt-cache show chromium-headless-shell >/dev/null 2>&1; then echo chromium-headless-shell; else echo chromium; fi
            echo fonts-liberation
            ;;
        *) echo "$1" ;;
    esac
}

missing=()
for tool in "$@"; do
    if is_missing "$tool"; then missing+=("$tool"); fi
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then exit 0; fi

echo "Installing: ${missing[*]} ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install_missing() {
    apt-get update || return
    local packages
    mapfile -t packages < <(for tool in "${missing[@]}"; do packages_of "$tool"; done)
    apt-get install --yes --no-install-recommends "${packages[@]}"
}
if ! install_missing >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
fi
