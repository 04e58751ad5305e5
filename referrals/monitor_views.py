"""The figures of all referred cases together."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def monitor(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)


@login_not_required
def monitor_csv(request: HttpRequest) -> HttpResponse:
    """To be written."""
    return HttpResponse("", status=501)
