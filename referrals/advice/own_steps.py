"""What an employer can do for people in one situation, beside asking for help.

What lives here: those steps in words, with the rule behind them. What does not: who helps (phases.py), what to do this
week (tasks.py). Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from referrals.advice.in_words import InWords, Reason
from referrals.engine.case import Case, Contract, Situation
from referrals.engine.findings import found
from referrals.engine.route import Path
from referrals.engine.rule_ids import RuleId


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """What to do, the rule behind it, and the code of the word in the glossary that explains more."""

    steps: list[str]
    reason: Reason
    word: str


def own_steps_of(path: Path, case: Case, words: InWords) -> OwnSteps | None:
    """Return what the employer can do for the people on this path; None where the rules say nothing of that."""
    if path.role is None:
        headcount = sum(case.groups[index].headcount for index in path.groups)
        finding = found(RuleId.R15_FLEX_FIRST, "note", headcount=headcount)
        return OwnSteps(list(_for_flexible_staff(path, case)), words.reason(finding), "flexibele-schil")
    if path.situation is Situation.ILLNESS:
        return OwnSteps(_for_the_ill(), words.reason(found(RuleId.R7_ILL, "holds")), "tweede-spoor")
    return None


def _for_flexible_staff(path: Path, case: Case) -> Iterator[str]:
    contracts = {case.groups[index].contract for index in path.groups}
    yield _("Wijs hen op tijd op het algemene loket en, voor scholing, op het leerwerkloket.")
    if Contract.TEMPORARY in contracts:
        yield _("Stopt een tijdelijk contract? Zeg dat op tijd en schriftelijk. Dat heet aanzegging.")
        yield _("Hebt u oproepkrachten? Zeg op tijd dat u geen werk meer hebt. Kijk eerst of er ander werk bij u is.")
        yield _("Vraag andere werkgevers die u kent of zij mensen zoeken.")
    if Contract.AGENCY in contracts:
        yield _("Uitzendkrachten: vraag het uitzendbureau om ander werk voor hen.")


def _for_the_ill() -> list[str]:
    return [
        _("Zoek eerst passend werk in uw eigen bedrijf, of maak het. Dat is eerste spoor."),
        _("Lukt dat niet? Dan moet u als werkgever werk zoeken bij een ander bedrijf. Dat is tweede spoor."),
        _("Wacht daarmee niet tot het dienstverband stopt. Is er een poortwachtercentrum in uw regio? Begin daar."),
    ]
