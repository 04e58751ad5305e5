"""The portal's addresses and the bare view: 20 kB that stand ready, the floor of any page of that size."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from vwnw_portal.urls import urlpatterns as portal_urlpatterns

PAGE = b"<!doctype html><title>Niets</title>".ljust(20_000)


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Answer with the same 20 kB every time: what is left is what every page of the portal goes through."""
    return HttpResponse(PAGE)


urlpatterns = [path("bench/bare/", bare), *portal_urlpatterns]
