"""The employer's own page of a referred case."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def referred(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def send_next(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)
