"""The parts of an advice in the reader's language.

What lives here: words for a finding, a type and people. What does not: the sentences (engine/sentences.py), which parts
are shown (page.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from referrals.engine.case import Case
from referrals.engine.duties import WMCO
from referrals.engine.findings import Finding, title_of
from referrals.engine.route import Recommendation
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import RULES
from referrals.intake.in_words import people_in_words
from regions.places import area_name
from services.catalogue import catalogue
from services.language import reader_language


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with where it comes from."""

    text: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule by its title and its page."""

    id: str
    title: str
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
        return Reason(self.text(finding), finding.source, self._urls[finding.rule])

    def reasons(self, findings: Iterable[Finding]) -> list[Reason]:
        """Return the findings in words."""
        return [self.reason(finding) for finding in findings]

    def rule(self, rule: RuleId) -> NamedRule:
        """Return a rule as a page names it."""
        title = title_of(rule, catalogue().parameters, self._case.today)[self.language]
        return NamedRule(rule, title, self._urls[rule])

    def title(self, finding: Finding) -> str:
        """Return the title of the rule behind a finding."""
        return self.rule(finding.rule).title

    def text(self, finding: Finding) -> str:
        """Return the sentence of a finding."""
        return finding.text(self.language)

    def type_of(self, recommendation: Recommendation) -> str:
        """Return the name of the provider's type."""
        return self._type_names[recommendation.kind.code]

    def people(self, groups: Iterable[int]) -> str:
        """Return the groups with these indexes in words: "12 medewerkers in 6811 AB Arnhem"."""
        return people_in_words(self._case.groups[index] for index in groups)

    def collective_area(self, code: str) -> str:
        """Return the name of a work area for collective dismissal (R11) that people of this case are in."""
        here = (group.location for group in self._case.groups if code in group.location.areas.get(WMCO, ()))
        return area_name(next(here), WMCO, code)
