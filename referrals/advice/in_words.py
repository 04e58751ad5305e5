"""The parts of an advice in the reader's language.

What lives here: words for a finding, a type and people. What does not: the sentences (engine/sentences.py), which parts
are shown (page.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from referrals.engine.case import Case
from referrals.engine.findings import Finding, title_of
from referrals.engine.route import Recommendation
from referrals.engine.sentences import RULES
from referrals.intake.in_words import people_at
from services.catalogue import catalogue
from services.language import reader_language


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with the rule behind it."""

    rule: str
    text: str
    source: str
    url: str


class InWords:
    """Puts the parts of an advice on one case into words."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.language = reader_language()
        self._type_names = {entry.code: entry.name for entry in catalogue().types}
        self._urls = {rule: reverse("rule", args=[rule]) for rule in RULES}

    def reason(self, finding: Finding) -> Reason:
        """Return one finding in words."""
        return Reason(finding.rule, self.text(finding), finding.source, self._urls[finding.rule])

    def reasons(self, findings: Iterable[Finding]) -> list[Reason]:
        """Return the findings in words."""
        return [self.reason(finding) for finding in findings]

    def title(self, finding: Finding) -> str:
        """Return the title of the rule behind a finding."""
        return title_of(finding.rule, catalogue().parameters, self._case.today)[self.language]

    def text(self, finding: Finding) -> str:
        """Return the sentence of a finding."""
        return finding.text(self.language)

    def type_of(self, recommendation: Recommendation) -> str:
        """Return the name of the provider's type."""
        return self._type_names[recommendation.kind.code]

    def people(self, groups: Iterable[int]) -> str:
        """Return the groups with these indexes in words: "12 mensen in 6811 AB Arnhem"."""
        return ", ".join(
            people_at(self._case.groups[index].headcount, self._case.groups[index].place[self.language])
            for index in groups
        )
