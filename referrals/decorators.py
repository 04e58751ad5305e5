"""What a view opens and accepts, said in one line above it.

What lives here: decorators of views. What does not: who may do what to a row, which the verbs judge.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def anonymous(view: View) -> View:
    """Open a page to everyone, keep it out of caches and its answers out of error reports."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return open_view
