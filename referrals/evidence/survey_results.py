"""What the research found, as typed data: every percentage with its base, who answered, when, and where it stands.

What lives here: reading fixtures/evidence/survey_results.toml once a process, and saying a share in words. What does
not: what a form of help is (forms_of_support.py), which page shows what (views.py).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from referrals.engine.sentences import REPORT
from services.language import in_own_language

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a table: how many per cent of the result's base; `parts` are the rows inside it."""

    code: str
    label_nl: str
    label_en: str
    percentage: int
    parts: tuple["Share", ...] = ()

    @property
    def label(self) -> str:
        """Return what was counted, in the reader's language."""
        return in_own_language(self.label_nl, self.label_en)


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """One question with its shares. `base` is what they are shares of; `answers` is how many answered."""

    code: str
    base_nl: str
    base_en: str
    answers: int
    answered_nl: str
    answered_en: str
    place_nl: str
    place_en: str
    fieldwork_nl: str
    fieldwork_en: str
    shares: tuple[Share, ...]
    title_nl: str = ""
    title_en: str = ""
    sentence_nl: str = ""
    sentence_en: str = ""

    @property
    def title(self) -> str:
        """Return what was asked, in the reader's language; empty for a result that is only said in words."""
        return in_own_language(self.title_nl, self.title_en)

    @property
    def base(self) -> str:
        """Return the words of the base, as they follow a percentage."""
        return in_own_language(self.base_nl, self.base_en)

    @property
    def asked(self) -> str:
        """Return how many answered, and who they were."""
        return f"{self.answers} {in_own_language(self.answered_nl, self.answered_en)}"

    @property
    def place(self) -> str:
        """Return where it stands in the report."""
        return in_own_language(self.place_nl, self.place_en)

    @property
    def source(self) -> str:
        """Return the report, the place in it, and when people were asked."""
        return f"{REPORT}, {self.place}; {self.fieldwork}"

    @property
    def fieldwork(self) -> str:
        """Return when people were asked."""
        return in_own_language(self.fieldwork_nl, self.fieldwork_en)

    @property
    def most_named(self) -> tuple[Share, ...]:
        """Return the largest shares: ranks may be compared between results, percentages may not."""
        return self.shares[:MOST_NAMED]

    def in_words(self, code: str) -> str:
        """Return one share in a sentence with its base, answers and place; empty where nothing is known of it."""
        share = next((share for share in self.shares if share.code == code), None)
        if share is None:
            return ""
        sentence = in_own_language(self.sentence_nl, self.sentence_en)
        said = sentence.format(percentage=share.percentage, label=share.label)
        return f"{said} ({self.asked}; EIM, {self.place})."

    @property
    def words(self) -> str:
        """Return the first share in words: all there is to say where a result has only one."""
        return self.in_words(self.shares[0].code)


@cache
def survey_results() -> dict[str, SurveyResult]:
    """Return every result of the research by code, read once a process."""
    path = settings.FIXTURES_DIR / "evidence" / "survey_results.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    fieldwork = {f"fieldwork_{language}": text for language, text in data["fieldwork"].items()}
    return {row["code"]: _result(fieldwork | row, data["labels"]) for row in data["result"]}


def _result(row: dict[str, Any], labels: dict[str, dict[str, str]]) -> SurveyResult:
    parts = row.pop("parts", {})
    shares = (_share(code, row["shares"], labels, parts.get(code, {})) for code in row["shares"])
    return SurveyResult(**row | {"shares": tuple(shares)})


def _share(code: str, percentages: dict[str, int], labels: dict[str, dict[str, str]], parts: dict[str, int]) -> Share:
    inside = tuple(_share(part, parts, labels, {}) for part in parts)
    return Share(code, labels[code]["nl"], labels[code]["en"], percentages[code], inside)
