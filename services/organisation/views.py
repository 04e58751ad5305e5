"""The public pages about one provider.

What lives here: validate, call one function, render. What does not: what is known of a provider (profile.py).
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from services.models import Provider
from services.organisation.linked_data import linked_data
from services.organisation.map import work_area_data, work_area_picture
from services.organisation.others import others_than
from services.organisation.profile import profile_of
from services.reply_times import reply_time_in_words, reply_times


@login_not_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one provider. One that stopped keeps its page, which says so and leads on to its successor.

    What was merged into another leads to that one for good; browsers ask again after a while, as it can be undone.
    """
    provider = get_object_or_404(Provider.objects.select_related("type", "successor"), slug=slug)
    if provider.merged_into is not None:
        moved = HttpResponsePermanentRedirect(reverse("organisation", args=[provider.stands.slug]))
        patch_cache_control(moved, max_age=settings.KEPT_BY_BROWSERS_SECONDS)
        return moved
    on = timezone.localdate()
    profile = profile_of(provider, on)
    page_url = request.build_absolute_uri(request.path)
    context = {
        "profile": profile,
        "others": others_than(provider, on),
        "reply_time": reply_time_in_words(reply_times(on).get(provider.pk)),
        "breadcrumb": [{"label": _("Zoeken"), "url": reverse("search")}, {"label": provider.name}],
        "picture": work_area_picture(provider, profile.parts, on),
        "page_url": page_url,
        "linked_data": linked_data(profile, page_url),
    }
    return render(request, "services/organisation/organisation.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=settings.KEPT_BY_BROWSERS_SECONDS)
def work_area(_request: HttpRequest, slug: str) -> HttpResponse:
    """Return the work area of one provider for a map."""
    provider = get_object_or_404(Provider, slug=slug).stands
    return JsonResponse(work_area_data(provider, timezone.localdate()))
