"""What another work area of a record does to its open referrals: how many are about people outside it.

What lives here: that count. What does not: what the desk makes of it (services/desk/consequences.py), the referrals
themselves (board.py). Nothing of a case is told but that number.
"""

from collections.abc import Iterator
from datetime import date

from referrals.loop.next_provider import locations_of
from referrals.models import Referral
from referrals.status import WITH_PROVIDER
from services.desk.registry import Told
from services.work_area.as_if import AsIf
from services.work_area.holding import Coverage


def referrals_outside(was: AsIf | None, becomes: AsIf, on: date) -> Iterator[Told]:
    """Yield how many open referrals of a record lie wholly outside its work area, where that becomes another."""
    if was is None or set(was.parts) == set(becomes.parts):
        return
    referrals = Referral.objects.filter(provider=becomes.facts.id, state__in=WITH_PROVIDER)
    number = sum(_is_outside(one, becomes) for one in referrals.select_related("case__details"))
    if number == 1:
        yield Told("1 open doorverwijzing ligt buiten het nieuwe werkgebied.")
    elif number:
        yield Told(f"{number} open doorverwijzingen liggen buiten het nieuwe werkgebied.")


def _is_outside(referral: Referral, becomes: AsIf) -> bool:
    """Return whether a work area holds none of the places of a case; of a case that cannot be read nobody knows."""
    locations = locations_of(referral)
    held = [(None, part) for part in becomes.parts]
    return bool(locations) and not any(Coverage(location).of_each(held) for location in locations)
