"""What happens when somebody who is signed in asks for what is not theirs: the usual page, and an entry in the log.

What lives here: that entry. What does not: who may do what, which each page and list judges; what is kept out of the
log (logs.py).
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from services.desk.access import Refused

logger = logging.getLogger(__name__)


def answer_to_refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not theirs, at the desk with why and whom to ask, and write down which account asked.

    Not its name, which is a person's.
    """
    if request.user.is_authenticated:
        logger.warning("access refused, account %s: %s %s", request.user.pk, request.method, request.path)
    if isinstance(exception, Refused):
        return render(request, "desk/refused.html", {"why": str(exception)}, status=403)
    return permission_denied(request, exception)
