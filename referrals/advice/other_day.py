"""What another last working day would change in a plan, beside the plan as it is: days, duties, cost and who helps.

What lives here: the question, the two plans side by side, and its pages. What does not: the plan (advise.py), what
differs in who helps (changes.py). Nothing of it is kept, and the plan stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import When, date_in_words, read_iso
from notation.fields import DateOrMonthField
from referrals.advice import saved_cases
from referrals.advice.advise import Advice, advise
from referrals.advice.changes import Difference, differences, remember
from referrals.advice.page import AdvicePage
from referrals.advice.saved_case_views import by_link
from referrals.advice.timeline import FIRST_DAY_OF_UWV
from referrals.decorators import anonymous, read_or_send
from referrals.engine.case import Situation
from referrals.intake.answer_cookie import Answers, with_answers
from referrals.intake.case_input import input_of
from referrals.intake.case_reader import InvalidCase
from referrals.intake.going_on import going_on
from services.language import reader_language

# Whose work has yet to end.
EMPLOYED = (Situation.REDUNDANCY.value, Situation.ILLNESS.value)
NO_DAY = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a plan, with what the plan says of it now and with the other day: a line for each."""

    title: str
    now: list[str]
    then: list[str]

    @property
    def differs(self) -> bool:
        """Return whether the other day changes it."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two plans of one case: what the other day changes, what stays as it is, and who helps otherwise."""

    now: str
    then: str
    changed: list[Row]
    same: list[str]
    differences: list[Difference]


class OtherDayForm(forms.Form):
    """Another last working day and, where a case has more than one, instead of which."""

    day = DateOrMonthField(
        label=gettext_lazy("Welke laatste werkdag wilt u ernaast zien?"),
        help_text=gettext_lazy("Bijvoorbeeld 1-4-2027. Alleen de maand mag ook: april 2027."),
        error_messages={"required": gettext_lazy("Vul een dag of een maand in.")},
    )

    def __init__(self, *args: Any, ends: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends = ends
        if len(ends) > 1:
            instead_of = forms.ChoiceField(
                label=_("Welke laatste werkdag wilt u anders?"),
                choices=[(code, _end_of(code, people)) for code, people in ends.items()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies een laatste werkdag.")},
            )
            self.fields = {"instead_of": instead_of, **self.fields}

    @property
    def chosen(self) -> str:
        """Return which end the other day stands in for."""
        return self.cleaned_data.get("instead_of") or next(iter(self.ends))


@anonymous
@read_or_send
@with_answers
def of_a_plan(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Ask for another last working day, and show it beside the plan of the case in this browser."""
    return _page(request, answers, back=reverse("case_advice"))


@by_link
@read_or_send
def of_a_kept_case(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for another last working day, and show it beside the plan of a kept case."""
    saved = saved_cases.open_link(token, timezone.localdate())
    answers = going_on(Answers(saved.answers), timezone.localdate())
    return _page(request, answers, back=reverse("case_kept", args=[token]))


def _page(request: HttpRequest, answers: Answers, *, back: str) -> HttpResponse:
    given, today = input_of(answers), timezone.localdate()
    ends = _ends_of_case(given)
    try:
        advice = advise(given, today)
    except InvalidCase:
        return redirect(back)
    if not ends:
        return redirect(back)
    form = OtherDayForm(request.POST if request.method == "POST" else None, ends=ends)
    other = _other_advice(form, given, today) if form.is_valid() else None
    context = {"form": form, "back": back, "beside": side_by_side(advice, other) if other else None}
    return render(request, "referrals/advice/other_day.html", context)


def side_by_side(advice: Advice, other: Advice) -> SideBySide:
    """Return what another plan of the same people changes of a plan, both of today."""
    now, then = AdvicePage(advice), AdvicePage(other)
    rows = [
        *_days(now, then),
        Row(_("Wat u moet doen"), _duties(now), _duties(then)),
        *_cost(now, then),
    ]
    return SideBySide(
        now=_ends_in_words(advice),
        then=_ends_in_words(other),
        changed=[row for row in rows if row.differs],
        same=[row.title for row in rows if not row.differs and row.now],
        differences=differences(remember(advice), other, reader_language()),
    )


# --- The other day ---------------------------------------------------------------------------------------


def _ends_of_case(given: Mapping[str, Any]) -> dict[str, int]:
    """Return each last day of people whose work has yet to end, by its code, with how many they are."""
    ends: dict[str, int] = {}
    for group in given["groups"]:
        if group["reason"] in EMPLOYED:
            code = _code_of(group["end_date"])
            ends[code] = ends.get(code, 0) + group["headcount"]
    return ends


def _other_advice(form: OtherDayForm, given: Mapping[str, Any], today: date) -> Advice | None:
    """Return the advice with the other day; None where it does not fit the case, which the form then says."""
    groups = [
        {**group, "end_date": form.cleaned_data["day"]} if _is_of(group, form.chosen) else group
        for group in given["groups"]
    ]
    try:
        return advise({**given, "groups": groups}, today)
    except InvalidCase as invalid:
        for message in dict.fromkeys(problem.on_page for problem in invalid.problems):
            form.add_error("day", message)
        return None


def _is_of(group: Mapping[str, Any], code: str) -> bool:
    return group["reason"] in EMPLOYED and _code_of(group["end_date"]) == code


def _code_of(end: When | None) -> str:
    return end.isoformat() if end else NO_DAY


def _end_of(code: str, people: int) -> str:
    """Return an end as a choice; its code is a day, a month, or none."""
    when = read_iso(code)
    end = date_in_words(when) if when else _("nog geen laatste werkdag")
    return ngettext("%(end)s: %(people)s medewerker", "%(end)s: %(people)s medewerkers", people) % {
        "end": end,
        "people": people,
    }


# --- Side by side ----------------------------------------------------------------------------------------


def _ends_in_words(advice: Advice) -> str:
    ends = [group.end for group in advice.case.groups if group.situation in EMPLOYED]
    told = dict.fromkeys(date_in_words(end) if end else _("nog geen laatste werkdag") for end in ends)
    return "; ".join(told)


def _days(now: AdvicePage, then: AdvicePage) -> list[Row]:
    """Return a row for each kind of day, the earliest first."""
    earliest_first = sorted([*now.timeline.moments, *then.timeline.moments], key=lambda moment: moment.day)
    kinds = dict.fromkeys((moment.title, moment.kind) for moment in earliest_first)
    return [Row(title, _when(now, title, kind), _when(then, title, kind)) for title, kind in kinds]


def _when(page: AdvicePage, title: str, kind: str) -> list[str]:
    """Return the days of this title; of more than one, and of the end, with what is said of each."""
    found = [moment for moment in page.timeline.moments if (moment.title, moment.kind) == (title, kind)]
    if not found and kind == FIRST_DAY_OF_UWV and any(group.end for group in page.case.groups):
        return [_("vanaf vandaag")]
    tells = len(found) > 1 or kind == "end"
    return [f"{moment.when}: {moment.explanation}" if tells and moment.explanation else moment.when for moment in found]


def _duties(page: AdvicePage) -> list[str]:
    return [duty["title"] for duty in page.duties]


def _cost(now: AdvicePage, then: AdvicePage) -> list[Row]:
    """Return what dismissal costs, as far as checked facts tell; of what they do not, that it must be asked."""
    if not (now.cost and then.cost):
        return []
    return [
        Row(_("Transitievergoeding, ongeveer"), _lines(now.cost.payment), _lines(then.cost.payment)),
        Row(_("Hoe de transitievergoeding telt"), _lines(now.cost.rule), _lines(then.cost.rule)),
        Row(_("Hoe lang WW duurt"), _lines(now.cost.unemployment), _lines(then.cost.unemployment)),
        Row(_("Wat u over de kosten nog vraagt"), now.cost.missing, then.cost.missing),
    ]


def _lines(text: str) -> list[str]:
    return [text] if text else []
