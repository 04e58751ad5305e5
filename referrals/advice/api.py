"""The JSON endpoint of the engine: the same input and the same answer as the command `route_case`.

What lives here: HTTP around advise.py. What does not: reading a case (intake/case_reader.py), the answer (as_json.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from referrals.advice.advise import advise
from referrals.advice.as_json import as_data
from referrals.engine.question_ref import WHOLE_CASE, QuestionRef
from referrals.intake.case_json import NotJson, decode_case
from referrals.intake.case_reader import InvalidCase, Problem

LANGUAGES = ("nl", "en")


@csrf_exempt  # no session and no cookie: the answer depends on the body alone, and nothing is changed
@login_not_required
@never_cache
@require_POST
def route(request: HttpRequest) -> JsonResponse:
    """Answer a case in JSON, `?lang=` nl (default) or en; one that cannot be read gives 400 with every problem."""
    language = request.GET.get("lang", "nl")
    if language not in LANGUAGES:
        return _refused([Problem(QuestionRef("lang"), f"Kies een van: {', '.join(LANGUAGES)}.")])
    with translation.override(language):
        try:
            advice = advise(decode_case(request.body), timezone.localdate())
        except NotJson:
            return _refused([Problem(WHOLE_CASE, translation.gettext("Dit is geen geldige JSON in UTF-8."))])
        except InvalidCase as invalid:
            return _refused(invalid.problems)
        return JsonResponse(as_data(advice, language), json_dumps_params={"ensure_ascii": False})


def _refused(problems: list[Problem]) -> JsonResponse:
    """Return the problems in the form of RFC 9457."""
    body = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "problems": [{"path": problem.where.path, "message": problem.message} for problem in problems],
    }
    return JsonResponse(body, status=400, content_type="application/problem+json")
