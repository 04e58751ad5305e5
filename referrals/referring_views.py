"""The employer's pages before sending: choosing providers, and what is shared with each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def choose(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def consent(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def mail_sent(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)
