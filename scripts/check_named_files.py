"""Say which file names in docstrings and comments are of no file: a reader who follows one must arrive.

    python scripts/check_named_files.py        exit status 1 where a name leads nowhere

What lives here: finding names in Python files and documents. What does not: whether what is said of a file is true.
In a Python file a name is looked up from the file that says it and from each folder around it; in a document, anywhere.
What stands behind a name and `::`, such as a test, must be defined in that file.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = r"(?<![\w/.*<-])((?:[\w.-]+/)*[\w-]+\.(?:py|html|toml|md|js|mjs|css|sh|csv|geojson|po))"
NAME = re.compile(FILE + r"(?:::(\w+))?(?![\w/])")
# What a reader makes or gets, and what stands in texts as an example of a name.
MADE = {"bench.json"}


def main() -> int:
    """Print every name that leads nowhere; return 1 where there is one."""
    lost = [line for path in tracked_files() for line in names_that_lead_nowhere(path)]
    print("\n".join(lost))
    return 1 if lost else 0


def tracked_files() -> list[Path]:
    """Return the Python files and the documents of the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  (our own words)
    return [ROOT / name for name in listed.stdout.split() if "/migrations/" not in name and (ROOT / name).exists()]


def names_that_lead_nowhere(path: Path) -> Iterator[str]:
    """Yield a line for each name in a file's prose that is of no file."""
    prose = prose_of(path) if path.suffix == ".py" else enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    for line, text in prose:
        for name, defined in NAME.findall(text):
            files = files_called(name, path)
            if name not in MADE and not any(defines(file, defined) for file in files):
                yield f"{path.relative_to(ROOT)}:{line}: {name} {defined}".rstrip()


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the docstrings and comments of a Python file, with the line that each begins on."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
            yield node.body[0].lineno, text
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def files_called(name: str, path: Path) -> list[Path]:
    """Return what a name is of: from the file that says it or a folder around it; in a document, from anywhere."""
    around = [place for place in path.parents if place.is_relative_to(ROOT)]
    near = [place / name for place in [*around, ROOT / "templates"] if (place / name).exists()]
    if near or path.suffix != ".md":
        return near
    return [file for file in everything() if file.as_posix().endswith(f"/{name}")]


def defines(file: Path, name: str) -> bool:
    """Return whether a file defines a function or class of this name; no name asks for nothing."""
    return not name or re.search(rf"\b(?:def|class) {name}\b", file.read_text(encoding="utf-8")) is not None


@cache
def everything() -> list[Path]:
    """Return every file of the project."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [ROOT / name for name in listed.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
