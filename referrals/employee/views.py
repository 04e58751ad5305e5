"""The employee's way: a few questions, and the answer at an address of its own.

What lives here: requests and responses. What does not: fields (forms.py), the answer (nearest_help.py). Nothing is
stored on our side: what somebody filled in travels in a signed cookie, and the address names the municipality alone.
"""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.decorators import View, anonymous
from referrals.dismissal import texts
from referrals.employee.forms import EmployeeForm
from referrals.employee.page import every_case_in, pages_for, sheet_for
from referrals.intake.understood import as_understood
from referrals.signed_cookie import SignedCookie, are_texts
from regions.places import Location, municipality_with

ANSWERS = SignedCookie("vwnw_werknemer", "referrals.employee_answers")


def without_token(view: View) -> View:
    """Open a page of which posting changes nothing but the poster's own browser: there is nothing to forge.

    Without the check there is no cookie either until somebody asked for an answer: public pages work without them.
    """
    return csrf_exempt(anonymous(view))


@without_token
@require_http_methods(["GET", "HEAD", "POST"])
def employee(request: HttpRequest) -> HttpResponse:
    """Ask a few questions. By POST, so that illness or benefit never stands in an address or a log."""
    today = timezone.localdate()
    if request.method != "POST":
        kept = _kept_form(request, today)
        context = {"form": kept or EmployeeForm(today=today), "answered_for": kept and _place_of(kept)}
        return render(request, "referrals/employee/employee.html", context)
    form = EmployeeForm(request.POST, today=today)
    if not form.is_valid():
        return render(request, "referrals/employee/employee.html", {"form": form})
    response = redirect("employee_answer", _place_of(form).municipality_code)
    ANSWERS.write(response, _understood(form))
    return response


@without_token
@require_safe
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer whoever filled in the questions in this browser; tell everybody else what holds in the municipality."""
    today = timezone.localdate()
    place = municipality_with(code, today)
    if place is None:
        raise Http404
    if place.municipality_code != code:
        return redirect("employee_answer", place.municipality_code)
    form = _kept_form(request, today)
    if form and _place_of(form).municipality_code == code:
        (page,) = pages_for([form.case()])
        return render(request, "referrals/employee/answer.html", {"form": form, "page": page, "place": place})
    context = {"pages": pages_for(every_case_in(place, today)), "place": place}
    return render(request, "referrals/employee/general.html", context)


@login_not_required
@require_safe
def hand_out(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sheet for employees of whom nothing is known but the municipality, in both languages at once."""
    place = municipality_with(code, timezone.localdate())
    if place is None:
        raise Http404
    if place.municipality_code != code:
        return redirect("hand_out", place.municipality_code)
    context = {
        "place": place,
        "sheet": texts.hand_out(),
        "helpers": sheet_for(place, timezone.localdate()),
        "address": request.build_absolute_uri(),
    }
    return render(request, "referrals/employee/hand_out.html", context)


@without_token
@require_POST
def wipe(request: HttpRequest) -> HttpResponse:
    """Remove what was filled in from the browser, and begin anew."""
    messages.success(request, _("Al uw antwoorden zijn gewist."))
    response = redirect("employee")
    ANSWERS.wipe(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _understood(form: EmployeeForm) -> dict[str, list[str]]:
    """Return the valid answers as they can be filled in again."""
    return {name: text if isinstance(text, list) else [text] for name, text in as_understood(form).items()}


def _kept_form(request: HttpRequest, today: date) -> EmployeeForm | None:
    """Return the form as it was filled in in this browser; None where it was not, or where it holds no more today."""
    typed = ANSWERS.read(request)
    if not isinstance(typed, dict) or not all(map(are_texts, typed.values())):
        return None
    form = EmployeeForm(MultiValueDict(typed), today=today)
    return form if form.is_valid() else None


def _place_of(form: EmployeeForm) -> Location:
    return form.case().groups[0].location
