"""Names of places while somebody types, for every field for a place.

What lives here: one answer to the browser (static/js/suggest.js). What does not: finding places (places.py), the field
(place_field.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from regions.place_field import WITH_AREAS
from regions.places import suggest_places

MIN_LETTERS = 2


# Posting changes nothing, so there is nothing to forge, and without the check there is no cookie either.
@csrf_exempt
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_POST
def suggest(request: HttpRequest) -> JsonResponse:
    """Return names that begin with what is typed, and the words around them.

    By POST, so that where somebody lives or works never stands in an address or a log.
    """
    text = request.POST.get("q", "").strip()
    places = suggest_places(text, with_areas=WITH_AREAS in request.GET) if len(text) >= MIN_LETTERS else []
    status = ngettext("%(n)d plaats om uit te kiezen.", "%(n)d plaatsen om uit te kiezen.", len(places))
    return JsonResponse({"places": places, "label": _("Plaatsen"), "status": status % {"n": len(places)}})
