"""Say where the lock files and pyproject.toml differ; needs no network. `make lock` mends it.

What lives here: direct dependencies, versions, hashes. What does not: indirect dependencies, which pip itself
refuses to install when one is not in a lock with hashes.
"""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>.*(?:\n    .*)*)", re.MULTILINE)


def main() -> int:
    """Print one line for each difference; return 1 when there is one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = project["project"]["dependencies"]
    development = project["dependency-groups"]["dev"]
    differences = [
        *differences_of("requirements.lock", runtime),
        *differences_of("requirements-dev.lock", runtime + development),
        *diverging_versions("requirements.lock", "requirements-dev.lock"),
    ]
    for difference in differences:
        print(f"{difference}; run: make lock")
    return 1 if differences else 0


def pins(lock: str) -> dict[str, re.Match[str]]:
    """Return the pinned packages of a lock file by their canonical name."""
    found = PINNED.finditer((ROOT / lock).read_text())
    return {canonicalize_name(pin["name"]): pin for pin in found}


def differences_of(lock: str, dependencies: list[str]) -> list[str]:
    """Return what a lock file lacks of these dependencies, and its pins without a hash or with an address."""
    pinned = pins(lock)
    differences = [f"{lock}: {name} has no hash" for name, pin in pinned.items() if "--hash=" not in pin["rest"]]
    if "://" in (ROOT / lock).read_text():
        differences.append(f"{lock}: names an address; a lock holds names, versions and hashes only")
    for requirement in map(Requirement, dependencies):
        pin = pinned.get(canonicalize_name(requirement.name))
        if pin is None:
            differences.append(f"{lock}: {requirement.name} is missing")
        elif not requirement.specifier.contains(pin["version"], prereleases=True):
            differences.append(f"{lock}: {requirement.name} {pin['version']} is not {requirement.specifier}")
    return differences


def diverging_versions(runtime: str, development: str) -> list[str]:
    """Return the packages that are not the same version in both locks."""
    in_development = pins(development)
    return [
        f"{development}: {name} is not {pin['version']} as in {runtime}"
        for name, pin in pins(runtime).items()
        if name not in in_development or in_development[name]["version"] != pin["version"]
    ]


if __name__ == "__main__":
    sys.exit(main())
