"""The pages on dismissal that know no case: the roads side by side, and a talk with the people.

What lives here: arranging the texts for the pages. What does not: the texts (texts.py), the plan of a case (advice/).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from referrals.dismissal.texts import roads, steps_of, written_on


@login_not_required
@require_safe
def roads_to_dismissal(request: HttpRequest) -> HttpResponse:
    """Show the roads to dismissal beside each other, which says of none that it is the one to take."""
    return render(request, "referrals/dismissal/roads.html", {"shown": roads()})


@login_not_required
@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """Show how an employer tells people that their work stops, on one page."""
    return render(request, "referrals/dismissal/talk.html", {"steps": steps_of("talk"), "written_on": written_on()})
