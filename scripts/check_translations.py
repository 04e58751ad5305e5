"""Say which texts have no English: collects every text again in a scratch copy and reads the merged catalogue.

What lives here: completeness and placeholders. What does not: whether the English is good. Needs gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["vwnw_portal", "referrals", "services", "regions", "notation", "templates", "static", "locale", "manage.py"]
LANGUAGE = "en"


def main() -> int:
    """Print one line for each text that misses its English; return 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy_sources(copy)
        collect_texts(copy)
        problems = [
            problem
            for catalogue in sorted((copy / "locale" / LANGUAGE / "LC_MESSAGES").glob("*.po"))
            for problem in problems_in(catalogue)
        ]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def copy_sources(to: Path) -> None:
    """Copy everything that holds texts, so that collecting them changes nothing in the project itself."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, to / name)


def collect_texts(copy: Path) -> None:
    """Merge the texts of the sources into the copy's catalogues, as `makemessages` does."""
    environment = os.environ | {"VAR_DIR": str(copy / "var")}
    for domain in ["django", "djangojs"]:
        subprocess.run(  # noqa: S603 - our own command, nothing from outside
            [sys.executable, "manage.py", "makemessages", f"--locale={LANGUAGE}", f"--domain={domain}"],
            cwd=copy,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def problems_in(catalogue: Path) -> Iterator[str]:
    """Yield a line for each text of a catalogue that is missing, doubtful or has other placeholders."""
    with catalogue.open("rb") as file:
        messages = read_po(file, locale=LANGUAGE)
    for message in messages:
        if not message.id:
            continue
        where = ", ".join(path for path, _line in message.locations[:2])
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(forms):
            yield f"no English: {message.id!r} ({where})"
        elif message.fuzzy:
            yield f"fuzzy, look again: {message.id!r} ({where})"
        else:
            yield from (f"{error}: {message.id!r} ({where})" for error in message.check(messages))


if __name__ == "__main__":
    sys.exit(main())
