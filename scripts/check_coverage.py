"""Say which municipalities the shipped directory no longer serves as it does: known in every role, and nowhere checked.

What lives here: what is true of the files in fixtures/directory/. What does not: the judgement (services/coverage/). It
runs on a scratch database, and prints one line for each municipality and role that is not as it was.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
# Nobody has checked a shipped record, and each role has somebody of whom a source says that they work there.
SHIPPED = dict.fromkeys(("preventive", "curative", "reintegration"), 342)


def main() -> int:
    """Print what is not as it was; return 1 when anything is."""
    with tempfile.TemporaryDirectory() as folder:
        rows = shipped_coverage(Path(folder))
    known = Counter(row["role"] for row in rows if row["status"] == "known")
    for row in rows:
        if row["status"] != "known":
            print(f"{row['municipality']} ({row['municipality_code']}), {row['role']}: {row['status']}, was known")
    if known != SHIPPED:
        print(f"Municipalities where somebody is known: {dict(known)}, was {SHIPPED}")
    return 0 if known == SHIPPED and len(rows) == sum(SHIPPED.values()) else 1


def shipped_coverage(folder: Path) -> list[dict[str, Any]]:
    """Return the report on a new database with the reference facts and the shipped directory."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "vwnw_portal.settings",
        "DATABASE_URL": f"sqlite:///{folder}/coverage.sqlite3",
        "VAR_DIR": str(folder),
    }
    sys.path.insert(0, str(ROOT))
    django.setup()
    for command in ("migrate", "load_reference", "load_directory"):
        call_command(command, verbosity=0, stdout=StringIO())
    report = StringIO()
    call_command("coverage_report", json=True, stdout=report)
    rows: list[dict[str, Any]] = json.loads(report.getvalue())
    return rows


if __name__ == "__main__":
    sys.exit(main())
