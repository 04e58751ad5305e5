"""The employer's pages. A view validates, calls one function and renders; nothing is stored.

What lives here: requests and responses. What does not: fields (forms.py), the answer (advising.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from referrals.advising import advise
from referrals.forms import CaseForm, GroupForm, GroupFormSet, case_input, show_problems, typed_in
from referrals.presenting import AdvicePage
from referrals.reading import InvalidCase

ADD_GROUP = "add_group"


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """Ask for the case, and answer it with the advice on the same address: no answer ends up in a URL."""
    if request.method != "POST":
        return _ask(request, CaseForm(), GroupFormSet(prefix="groups"))
    if ADD_GROUP in request.POST:
        return _ask_for_one_more_group(request)
    case_form, groups = CaseForm(request.POST), GroupFormSet(request.POST, prefix="groups")
    if not (case_form.is_valid() & groups.is_valid()):
        return _ask(request, case_form, groups)
    try:
        advice = advise(case_input(case_form, groups.forms), timezone.localdate())
    except InvalidCase as invalid:
        show_problems(invalid.problems, case_form, groups.forms)
        return _ask(request, case_form, groups)
    return render(request, "referrals/advice.html", {"advice": AdvicePage(advice)})


def _ask(request: HttpRequest, case_form: CaseForm, groups: GroupFormSet) -> HttpResponse:
    context = {"case_form": case_form, "groups": groups, "forms": [*groups.forms, case_form]}
    return render(request, "referrals/case.html", context)


def _ask_for_one_more_group(request: HttpRequest) -> HttpResponse:
    """Show the form with one more group and everything that was typed, without judging it yet."""
    typed = [typed_in(GroupForm, request.POST, f"groups-{index}-") for index in range(_groups_shown(request))]
    groups = GroupFormSet(prefix="groups", initial=[*typed, {}][: GroupFormSet.max_num])
    return _ask(request, CaseForm(initial=typed_in(CaseForm, request.POST)), groups)


def _groups_shown(request: HttpRequest) -> int:
    """Return how many groups the form on the visitor's screen had."""
    total = request.POST.get("groups-TOTAL_FORMS", "")
    return min(int(total), GroupFormSet.max_num) if total.isdecimal() else 1
