#!/usr/bin/env bash
# Make .venv with the Python that is given ($1), or say what is missing.
set -euo pipefail
python=$1

if ! command -v "$python" >/dev/null; then
    echo "'$python' is not on this machine. Install Python 3.11 or newer, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1). Name a newer one: make run PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "'$python' cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
"$python" -m venv .venv
