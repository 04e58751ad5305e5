"""The public page of a record as a form would make it: made of values, stored nowhere.

What lives here: that. What does not: the public page (organisation/), the form (edit_form.py).
"""

from copy import copy

from django.utils import timezone

from services.catalogue import catalogue
from services.desk.edit_form import RecordForm
from services.models import Provider
from services.organisation.profile import Profile, profile_from
from services.upkeep.record import fill
from services.upkeep.values import fields_told
from services.work_area.codes import WorkAreaReader
from services.work_area.in_words import area_in_words


def previewed(form: RecordForm, provider: Provider | None) -> Profile:
    """Return what the public page would say today if a valid form was saved."""
    today, told, known = timezone.localdate(), form.told, catalogue()
    shown = copy(provider) if provider else Provider()
    fill(shown, fields_told(told, shown))
    sectors = [one.id for one in known.sectors if one.code in told["sectors"]]
    return profile_from(
        shown, today, sectors=sectors, areas=sorted(WorkAreaReader(today).read(told["areas"]), key=area_in_words)
    )
