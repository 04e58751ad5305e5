"""What is said of dismissal to everybody, whatever their case: roads, steps and the sheet for employees, as typed data.

What lives here: reading fixtures/dismissal/ once a process. What does not: a case (advice/), who helps (engine/).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from services.language import in_own_language

# The source, in the files, of what stands in no law and no report.
OWN_ADVICE = "Eigen raad van dit portaal"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages, with where it comes from."""

    nl: str
    en: str
    source: str = ""

    def __str__(self) -> str:
        """Return it in the reader's language."""
        return in_own_language(self.nl, self.en)

    @property
    def is_own(self) -> bool:
        """Return whether the portal itself is its source."""
        return self.source == OWN_ADVICE


@dataclass(frozen=True, slots=True)
class Road:
    """A road to dismissal: its steps in order, and what tells it from the others."""

    code: str
    name: Said
    when: Said
    decides: Said
    takes: Said
    heard: Said
    papers: tuple[Said, ...]
    steps: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Roads:
    """All roads, what comes before them where many go at once, and who must be heard whatever the road."""

    roads: tuple[Road, ...]
    collective: tuple[Said, ...]
    heard: tuple[Said, ...]
    written_on: date


@dataclass(frozen=True, slots=True)
class HandOut:
    """The sheet for employees in both languages: its words by name, and its steps."""

    words: dict[str, Said]
    steps: tuple[Said, ...]
    written_on: date


@cache
def roads() -> Roads:
    """Return the roads to dismissal in their order."""
    file = _file("roads")
    return Roads(
        tuple(map(_road, file["road"])),
        _steps(file["collective"]),
        _steps(file["heard"]),
        file["written_on"],
    )


@cache
def steps_of(part: str) -> tuple[Said, ...]:
    """Return the steps of a part of fixtures/dismissal/steps.toml, such as "talk"."""
    return _steps(_file("steps")[part])


@cache
def hand_out() -> HandOut:
    """Return the sheet for employees."""
    file = _file("steps")
    words = {name: Said(**said) for name, said in file["hand_out"].items() if name != "steps"}
    return HandOut(words, _steps(file["hand_out"]), file["written_on"])


@cache
def written_on() -> date:
    """Return the day on which the steps were last written from their sources."""
    day: date = _file("steps")["written_on"]
    return day


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.FIXTURES_DIR / "dismissal" / f"{name}.toml").read_text(encoding="utf-8"))


def _road(row: dict[str, Any]) -> Road:
    told = {name: _both(row, name) for name in ("name", "when", "decides", "takes", "heard")}
    return Road(code=row["code"], papers=_papers(row), steps=_steps(row), **told)


def _papers(row: dict[str, Any]) -> tuple[Said, ...]:
    return tuple(Said(nl, en) for nl, en in zip(row["papers_nl"], row["papers_en"], strict=True))


def _both(row: dict[str, Any], name: str) -> Said:
    return Said(row[f"{name}_nl"], row[f"{name}_en"])


def _steps(part: dict[str, Any]) -> tuple[Said, ...]:
    return tuple(Said(**step) for step in part["steps"])
