"""The provider's pages after it said yes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)
