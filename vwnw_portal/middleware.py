"""What holds for every page: a portal whose reference facts are not loaded says so.

What lives here: that answer. What does not: loading them (`manage.py load_reference`), the health check (views.py).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regions.places import NoPlacesLoaded
from services.parameters import UnknownParameter


class NotLoadedMiddleware:
    """Answers 503 with a clear page where a page needs a dated value or the places, and these are not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer of the page."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says what is missing; leave every other mistake to be reported."""
        if isinstance(exception, UnknownParameter | NoPlacesLoaded):
            return render(request, "503.html", {"missing": exception.code}, status=503)
        return None
