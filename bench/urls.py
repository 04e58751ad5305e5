"""The portal's addresses and the bare view: 20 rows from one indexed query, the floor of any list page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from services.models import Provider
from vwnw_portal.urls import urlpatterns as portal_urlpatterns


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Show 20 providers by name and nothing else."""
    return render(request, "bench/bare.html", {"providers": Provider.objects.order_by("name", "slug")[:20]})


urlpatterns = [path("bench/bare/", bare), *portal_urlpatterns]
