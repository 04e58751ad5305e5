"""Count the floors and the import arrows inside an app: how many levels its files stand on, and how many imports cross.

    python scripts/count_floors.py [FOLDER]     FOLDER holds the apps (this checkout where none is named)

What lives here: the count, by packages (a file of the app itself is a package of one) and by files. What does not:
which floors there must be (pyproject.toml, held by import-linter).
"""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("referrals", "services")
LEFT_OUT = ("migrations", "management")


def main() -> int:
    """Print the figures of each app; return 1 where imports go round in a circle."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    circles = 0
    for app in APPS:
        files = arrows_of(root, app)
        for what, arrows in (("files", files), ("packages", between_packages(files))):
            try:
                levels = f"{levels_of(arrows)} levels"
            except CycleError as error:
                levels = "a circle: " + " -> ".join(error.args[1])
                # Packages may lean on each other where their files do not; only files in a circle are a fault.
                circles += what == "files"
            number = sum(map(len, arrows.values()))
            print(f"{app}, {what}: {len(arrows)} in all, {number} arrows, {levels}")
    return 1 if circles else 0


def arrows_of(root: Path, app: str) -> dict[str, set[str]]:
    """Return for each module of the app the modules of the app that it imports."""
    paths = [path for path in sorted((root / app).rglob("*.py")) if not set(LEFT_OUT) & set(path.parts)]
    modules = {module_of(root, path): path for path in paths if path.name != "__init__.py"}
    return {module: imported(path, modules) - {module} for module, path in modules.items()}


def module_of(root: Path, path: Path) -> str:
    """Return the dotted name of a file."""
    return ".".join(path.relative_to(root).with_suffix("").parts)


def imported(path: Path, modules: dict[str, Path]) -> set[str]:
    """Return which of the modules a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & modules.keys()


def between_packages(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the arrows between packages: `app.package.module` counts as `app.package`."""
    found: dict[str, set[str]] = {}
    for module, others in arrows.items():
        own = package_of(module)
        found.setdefault(own, set()).update({package_of(other) for other in others} - {own})
    return found


def package_of(module: str) -> str:
    """Return the package of a module; a file of the app itself is its own."""
    return ".".join(module.split(".")[:2])


def levels_of(arrows: dict[str, set[str]]) -> int:
    """Return on how many levels the nodes stand, each above all that it imports; raise CycleError for a circle."""
    level: dict[str, int] = {}
    for node in TopologicalSorter(arrows).static_order():
        level[node] = 1 + max((level[other] for other in arrows[node]), default=0)
    return max(level.values(), default=0)


if __name__ == "__main__":
    sys.exit(main())
