"""The JSON endpoint of the engine: the same input and the same answer as the command `route_case`.

What lives here: HTTP around advise.py. What does not: reading JSON and a case (intake/json_input.py,
intake/case_reader.py), the answer (as_json.py).
"""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from referrals import rate_limits
from referrals.advice.advise import advise
from referrals.advice.as_json import answer_of
from referrals.engine.question_ref import WHOLE_CASE, QuestionRef
from referrals.intake.case_reader import InvalidCase, Problem
from referrals.intake.json_input import read_json
from referrals.networks import network_of
from referrals.rate_limits import Thing

LANGUAGES = ("nl", "en")
JSON = "application/json"
# Who has more to mend begins with these.
MOST_PROBLEMS = 20


@csrf_exempt  # no session and no cookie: the answer depends on the body alone, and nothing is changed
@login_not_required
@never_cache
@require_POST
def route(request: HttpRequest) -> JsonResponse:
    """Answer a case in JSON, `?lang=` nl (default) or en; what cannot be read is refused with what is wrong."""
    language = request.GET.get("lang", "nl")
    if language not in LANGUAGES:
        return refuse(400, [Problem(QuestionRef("lang"), f"Kies een van: {', '.join(LANGUAGES)}.")])
    with translation.override(language):
        rate_limits.count(Thing.API_CALL, network=network_of(request), at=timezone.now())
        if request.content_type != JSON and (request.content_type or request.body):
            return refuse(415, [Problem(WHOLE_CASE, _("Stuur de casus als %(kind)s.") % {"kind": JSON})])
        try:
            advice = advise(read_json(request.body), timezone.localdate())
        except InvalidCase as invalid:
            return refuse(400, invalid.problems)
        return JsonResponse(answer_of(advice, language), json_dumps_params={"ensure_ascii": False})


def refuse(status: int, problems: Sequence[Problem]) -> JsonResponse:
    """Return what is wrong in the form of RFC 9457: the first of it, and how much more there is."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "problems": [{"path": problem.where.path, "message": problem.message} for problem in problems[:MOST_PROBLEMS]],
        "more_problems": max(len(problems) - MOST_PROBLEMS, 0),
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
