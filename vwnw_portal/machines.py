"""What machines from outside ask a site for at fixed addresses: what they may read, whom to tell of a hole, an icon.

What lives here: robots.txt, the site map, security.txt, favicon.ico. What does not: the lists of the site map
(sitemaps.py), what a page tells them of itself (templatetags/share.py), what our own machines ask (health.py).
"""

from datetime import UTC, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from referrals.private_addresses import BEFORE_A_SECRET
from services.contact import has_examples
from vwnw_portal.sitemaps import SITEMAPS

# What is for machines of ours, for who signed in, and for who came by a link, by the first part of the address. Pages
# there say noindex too; but what is not asked for cannot be guessed at either.
PRIVATE = sorted({"api", "gezond", "plaatsen", "stijl"} | {address.partition("/")[0] for address in BEFORE_A_SECRET})
# Where a way begins is public, its steps and answers are not.
WAYS = ("case", "employee")
# Of one organisation: a form, and data for a map.
BESIDE_A_PAGE = ("organisaties/*/fout-gezien/", "organisaties/*/werkgebied/", "monitor/csv/")
# Researchers look again within it, and nobody has to remember to write another day.
SECURITY_TXT_DAYS = 180

in_public = cache_control(public=True, max_age=settings.KEPT_BY_BROWSERS_SECONDS)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines may read: the public pages, without a query; of a directory with examples nothing."""
    lines = ["Disallow: /"] if has_examples() else [*_rules(), f"Sitemap: {_absolute(request, 'sitemap')}"]
    return _plain(["User-agent: *", *lines])


def _rules() -> list[str]:
    rules = ["Allow: /sitemap", "Disallow: /*?"]  # any filter is another address of the same list
    for code, _name in settings.LANGUAGES:
        with override(code):
            home, ways = reverse("home"), [reverse(name) for name in WAYS]
        rules += [f"Allow: {way}$" for way in ways]
        rules += [f"Disallow: {way}" for way in ways]
        rules += [f"Disallow: {home}{part}/" for part in PRIVATE if f"{home}{part}/" not in ways]
        rules += [f"Disallow: {home}{address}" for address in BESIDE_A_PAGE]
    return rules


@login_not_required
@require_safe
@in_public
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts of the site map; there is none of a directory with examples."""
    _refuse_examples()
    return sitemap_views.index(request, SITEMAPS, sitemap_url_name="sitemap_part")


@login_not_required
@require_safe
@in_public
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """List the pages of one part of the site map."""
    _refuse_examples()
    return sitemap_views.sitemap(request, SITEMAPS, section)


def _refuse_examples() -> None:
    if has_examples():
        raise Http404


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole in the portal, as RFC 9116 writes it; nothing is said where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = today + timedelta(days=SECURITY_TXT_DAYS)
    return _plain(
        [
            *(f"Contact: {address}" for address in settings.SECURITY_CONTACT),
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
            f"Canonical: {_absolute(request, 'security_txt')}",
        ]
    )


@login_not_required
@require_safe
@in_public
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead who asks for the icon at its oldest address to where it is."""
    return redirect(static("favicon.ico"))


def _absolute(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
