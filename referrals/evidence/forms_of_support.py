"""The forms of support and what the research found about them, as typed data.

What lives here: reading fixtures/evidence once a process. What does not: which page shows what (views.py).
Every text and figure has its source in those files.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.conf import settings

from referrals.engine.case import Need
from referrals.engine.sentences import REPORT
from services.language import in_own_language

SURVEYS = ("offered", "wanted", "received")


class FormKind(StrEnum):
    """The three kinds of the source report (2.3.2); only the first two lead people from work to work."""

    ACTIVITY = "activity"
    ARRANGEMENT = "arrangement"
    FINANCIAL = "financial"


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage, the number of answers to the survey behind it, and the report's table that it stands in."""

    percentage: int
    answers: int
    table: str


@dataclass(frozen=True, slots=True)
class FormOfSupport:
    """One way to help people from work to work, with what it asks of a small firm.

    `offered`: firms that helped and gave this. `wanted`: by employees without support. `received`: by employees
    with support. None where the report has no figure. `verdict` is how well employers say it works, or empty.
    """

    code: str
    kind: FormKind
    needs: frozenset[Need]
    name_nl: str
    name_en: str
    what_nl: str
    what_en: str
    fits_nl: str
    fits_en: str
    asks_nl: str
    asks_en: str
    sections: str
    verdict_nl: str = ""
    verdict_en: str = ""
    offered: Figure | None = None
    wanted: Figure | None = None
    received: Figure | None = None

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return in_own_language(self.name_nl, self.name_en)

    @property
    def what(self) -> str:
        """Return what it is, in the reader's language."""
        return in_own_language(self.what_nl, self.what_en)

    @property
    def fits(self) -> str:
        """Return when it fits, in the reader's language."""
        return in_own_language(self.fits_nl, self.fits_en)

    @property
    def asks(self) -> str:
        """Return what it asks of a small firm, in the reader's language."""
        return in_own_language(self.asks_nl, self.asks_en)

    @property
    def verdict(self) -> str:
        """Return how well employers say it works, with the number of answers; empty where nothing is known."""
        return in_own_language(self.verdict_nl, self.verdict_en)

    @property
    def is_vwnw(self) -> bool:
        """Return whether it leads people to new work; money on dismissal alone does not (2.3.2)."""
        return self.kind is not FormKind.FINANCIAL

    @property
    def source(self) -> str:
        """Return the report with the sections, tables and figures that this form was taken from."""
        return f"{REPORT}, {self.sections}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question of the survey, and how many per cent gave it."""

    label_nl: str
    label_en: str
    percentage: int

    @property
    def label(self) -> str:
        """Return the answer in the reader's language."""
        return in_own_language(self.label_nl, self.label_en)


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """One question of the survey with its answers; `answers` is how many firms or employees were asked."""

    code: str
    title_nl: str
    title_en: str
    place_nl: str
    place_en: str
    answers: int
    rows: tuple[Answer, ...]

    @property
    def title(self) -> str:
        """Return the question in the reader's language."""
        return in_own_language(self.title_nl, self.title_en)

    @property
    def source(self) -> str:
        """Return the report with the table or section of this result, in the reader's language."""
        return f"{REPORT}, {in_own_language(self.place_nl, self.place_en)}"


@cache
def forms_of_support() -> tuple[FormOfSupport, ...]:
    """Return every form in the order of the report, read once a process."""
    data = _evidence("forms_of_support")
    return tuple(_form(row, data["surveys"]) for row in data["form"])


def forms_for(needs: Collection[Need]) -> tuple[FormOfSupport, ...]:
    """Return the forms that answer at least one of the needs, in the order of the report."""
    return tuple(form for form in forms_of_support() if form.needs.intersection(needs))


@cache
def survey_results() -> dict[str, SurveyResult]:
    """Return the other results of the research by code, read once a process."""
    return {row["code"]: _result(row) for row in _evidence("survey_results")["result"]}


def _evidence(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.FIXTURES_DIR / "evidence" / f"{name}.toml").read_text(encoding="utf-8"))


def _form(row: dict[str, Any], surveys: dict[str, dict[str, Any]]) -> FormOfSupport:
    figures = {name: Figure(row[name], **surveys[name]) for name in SURVEYS if name in row}
    rest = {key: value for key, value in row.items() if key not in (*SURVEYS, "kind", "needs", "source")}
    return FormOfSupport(
        kind=FormKind(row["kind"]),
        needs=frozenset(Need(need) for need in row["needs"]),
        sections=row["source"],
        **rest,
        **figures,
    )


def _result(row: dict[str, Any]) -> SurveyResult:
    rows = tuple(Answer(answer["nl"], answer["en"], answer["percentage"]) for answer in row["rows"])
    return SurveyResult(**row | {"rows": rows})
