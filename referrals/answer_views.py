"""The provider's pages until it answers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def look(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def forward(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def confirm_record(request: HttpRequest, token: str) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)
