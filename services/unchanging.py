"""Answers that browsers may keep: for good at an address with a version, or for as long as nothing behind them changed.

What lives here: packing such an answer once, and what stands for the program itself. What does not: what is in it, and
the version in its address (coverage/layers.py).
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse

A_YEAR = 365 * 24 * 3600
# What a page is made by: code, templates, translations.
MADE_BY = ("services/**/*.py", "vwnw_portal/**/*.py", "templates/**/*.html", "locale/**/*.mo", "static/**/*.*")


class Unchanging(NamedTuple):
    """A text as bytes, and packed with Brotli."""

    plain: bytes
    packed: bytes
    content_type: str


def unchanging(text: str, content_type: str) -> Unchanging:
    """Return a text that is packed as small as it goes: it is done once, and sent many times."""
    plain = text.encode()
    return Unchanging(plain, brotli.compress(plain), content_type)


def answer(request: HttpRequest, what: Unchanging) -> HttpResponse:
    """Return it as the browser takes it."""
    takes_packed = "br" in request.headers.get("Accept-Encoding", "").replace(",", " ").split()
    response = HttpResponse(what.packed if takes_packed else what.plain, content_type=what.content_type)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if takes_packed:
        response.headers["Content-Encoding"] = "br"
    return response


@cache
def release() -> str:
    """Return what stands for the program and its settings: every worker says the same, and another release another."""
    made = max(file.stat().st_mtime_ns for pattern in MADE_BY for file in Path(settings.BASE_DIR).glob(pattern))
    plain = {name: value for name in dir(settings) if isinstance(value := getattr(settings, name, None), str | int)}
    return sha256(repr((made, sorted(plain.items()))).encode()).hexdigest()
