"""`coverage_report [--json] [--region CODE] [--role ROLE]`: who helps in which role in every municipality of today.

What lives here: reading the command line and writing the answer. What does not: the judgement
(services/coverage/by_municipality.py).
"""

import json
from argparse import ArgumentParser
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.once_a_request import asked_together
from services.coverage.by_municipality import Country, Counts, MunicipalityCoverage, Near
from services.coverage.by_region import regions
from services.coverage.status import Status
from services.models import Role
from services.wording import distance_in_words

BAD_USAGE = 2


class Command(BaseCommand):
    """Tell for each municipality and role how many organisations help, and how sure that is. It changes nothing."""

    help = "Vertelt per gemeente en rol hoeveel organisaties helpen, hoe zeker dat is, en wie het dichtst bij is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer, and what to leave out."""
        parser.add_argument("--json", action="store_true", help="één rij per gemeente en rol, als JSON")
        parser.add_argument("--region", metavar="CODE", help="alleen deze arbeidsmarktregio, zoals AM07")
        parser.add_argument("--role", metavar="ROLE", help=f"alleen deze rol: {', '.join(Role.values)}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the report; exit status 2 for a region or role that does not exist."""
        with asked_together():
            self.stdout.write(_report(**options))


def _report(*, region: str | None, role: str | None, json: bool, **_options: Any) -> str:
    on = timezone.localdate()
    if region is not None and not regions(on, region):
        raise CommandError(
            _("'%(code)s' is geen arbeidsmarktregio van nu. Een code ziet eruit als AM07.") % {"code": region},
            returncode=BAD_USAGE,
        )
    roles = _roles(role)
    found = Country(on).municipalities(region)
    return _as_json(found, roles) if json else _as_text(found, roles)


def _roles(code: str | None) -> list[Role]:
    if code is not None and code not in Role.values:
        message = _("'%(code)s' is geen rol. Kies uit: %(roles)s.")
        raise CommandError(message % {"code": code, "roles": ", ".join(Role.values)}, returncode=BAD_USAGE)
    return [role for role in Role if code in (None, role)]


# --- As JSON ---------------------------------------------------------------------------------------------


def _as_json(found: Sequence[MunicipalityCoverage], roles: Collection[Role]) -> str:
    """Return one list, with a row on each line."""
    rows = (json.dumps(_row(one, role), ensure_ascii=False) for one in found for role in roles)
    return "[" + ",\n".join(rows) + "]"


def _row(one: MunicipalityCoverage, role: Role) -> dict[str, Any]:
    state = one.roles[role]
    return {
        "municipality_code": one.code,
        "municipality": one.name,
        "labour_market_region": list(one.regions),
        "role": role,
        "status": state.counts.status,
        "for_everyone": state.for_everyone,
        **state.counts._asdict(),
        "types": {code: counts._asdict() for code, counts in state.by_type.items()},
        **_nearest(state.nearest),
        "fallback": one.first_contact.slug if one.first_contact else None,
    }


def _nearest(near: Near | None) -> dict[str, Any]:
    if near is None:
        return {"nearest": None, "distance_km": None}
    return {"nearest": near.facts.slug, "distance_km": round(near.kilometres, 1)}


# --- In words --------------------------------------------------------------------------------------------


def _as_text(found: Sequence[MunicipalityCoverage], roles: Sequence[Role]) -> str:
    return "\n".join(line for role in roles for line in _lines(found, role))


def _lines(found: Sequence[MunicipalityCoverage], role: Role) -> Iterator[str]:
    """Yield a role with its number of municipalities in each state, and then a line for each municipality."""
    states = [one.roles[role].counts.status for one in found]
    yield "; ".join([str(role.label), *(f"{status.label}: {states.count(status)}" for status in Status)])
    for one in found:
        state = one.roles[role]
        said = list(_numbers(state.counts)) or [str(Status.NOBODY.label)]
        if state.nearest:
            name, distance = state.nearest.facts.name, distance_in_words(state.nearest.kilometres)
            said.append(_("het dichtst bij: %(name)s, %(distance)s") % {"name": name, "distance": distance})
        yield "; ".join([f"  {one.name} ({one.code})", *said])


def _numbers(counts: Counts) -> Iterator[str]:
    for status in Status:
        if number := getattr(counts, status, 0):
            yield f"{status.label}: {number}"
    if counts.partly:
        yield _("daarvan in een deel van de gemeente: %(number)d") % {"number": counts.partly}
