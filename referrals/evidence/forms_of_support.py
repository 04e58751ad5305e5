"""The forms of support as typed data: what each is, what it asks, and which needs it answers.

What lives here: reading fixtures/evidence/forms_of_support.toml once a process. What does not: the percentages
(survey_results.py), which page shows what (views.py).
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
from referrals.evidence.survey_results import survey_results
from services.language import in_own_language

# What firms gave, what employees without support named, what employees with support got: three bases, no one scale.
HOW_OFTEN = ("offered", "wanted", "received")


class FormKind(StrEnum):
    """The three kinds of the source report (2.3.2); only the first two lead people from work to work."""

    ACTIVITY = "activity"
    ARRANGEMENT = "arrangement"
    FINANCIAL = "financial"


@dataclass(frozen=True, slots=True)
class FormOfSupport:
    """One way to help people from work to work, with what it asks of a small firm.

    `verdict` is how well it worked, as far as the report says; else empty.
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
        """Return how well it worked, with the number of answers; empty where nothing is known."""
        return in_own_language(self.verdict_nl, self.verdict_en)

    @property
    def how_often(self) -> list[str]:
        """Return how often it was given, wanted and received: each in a sentence with its own base."""
        said = (survey_results()[code].in_words(self.code) for code in HOW_OFTEN)
        return [sentence for sentence in said if sentence]

    @property
    def wanted(self) -> str:
        """Return how often employees without support named it, in a sentence; empty where that is not known."""
        return survey_results()["wanted"].in_words(self.code)

    @property
    def is_vwnw(self) -> bool:
        """Return whether it leads people to new work; money on dismissal alone does not (2.3.2)."""
        return self.kind is not FormKind.FINANCIAL

    @property
    def source(self) -> str:
        """Return the report with the sections, tables and figures that this form was taken from."""
        return f"{REPORT}, {self.sections}"


@cache
def forms_of_support() -> tuple[FormOfSupport, ...]:
    """Return every form in the order of the report, read once a process."""
    path = settings.FIXTURES_DIR / "evidence" / "forms_of_support.toml"
    return tuple(_form(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["form"])


def forms_for(needs: Collection[Need]) -> tuple[FormOfSupport, ...]:
    """Return the forms that answer at least one of the needs, in the order of the report."""
    return tuple(form for form in forms_of_support() if form.needs.intersection(needs))


def _form(row: dict[str, Any]) -> FormOfSupport:
    typed = {"kind": FormKind(row["kind"]), "needs": frozenset(Need(need) for need in row["needs"])}
    return FormOfSupport(sections=row.pop("source"), **row | typed)
