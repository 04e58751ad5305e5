"""What an employer can do for people in one situation, beside asking for help.

What lives here: those steps in words, with the rule behind them. What does not: who helps (phases.py), what to do this
week (tasks.py). Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from referrals.advice.in_words import InWords, Reason
from referrals.engine.case import Case, Contract, Group, Situation
from referrals.engine.duties import flexible_staff, how_to_tell_temporary
from referrals.engine.findings import found
from referrals.engine.route import Path
from referrals.engine.rule_ids import RuleId
from services.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """What to do, the rule behind it, and the code of the word in the glossary that explains more."""

    steps: list[str]
    reason: Reason
    word: str


def own_steps_of(path: Path, case: Case, words: InWords) -> OwnSteps | None:
    """Return what the employer can do for the people on this path; None where the rules say nothing of that."""
    if path.role is None:
        groups = [case.groups[index] for index in path.groups]
        finding = flexible_staff(case, groups, catalogue().parameters)
        assert finding  # noqa: S101 - a path without a role is that of flexible staff
        return OwnSteps(list(_for_flexible_staff(groups, case, words)), words.reason(finding), "flexibele-schil")
    if path.situation is Situation.ILLNESS:
        return OwnSteps(_for_the_ill(), words.reason(found(RuleId.R7_ILL, "holds")), "tweede-spoor")
    return None


def _for_flexible_staff(groups: Sequence[Group], case: Case, words: InWords) -> Iterator[str]:
    contracts = {group.contract for group in groups}
    yield _("Vertel hun over het algemene loket en, voor scholing, over het leerwerkloket.")
    if Contract.TEMPORARY in contracts:
        telling = how_to_tell_temporary(case, groups, catalogue().parameters)[words.language]
        why = _("Dat moet bij een contract van zes maanden of langer, en heet aanzegging.")
        yield f"{telling} {why}"
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
