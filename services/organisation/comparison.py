"""Some organisations side by side: the same facts of each, in a fixed number of queries.

What lives here: collecting them. What does not: which ones somebody chose (compared.py), markup
(templates/services/organisation/).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from services import wording
from services.models import Provider, ServiceArea
from services.organisation.profile import Profile, profile_from
from services.practical import hours
from services.reply_times import reply_time_in_words, reply_times
from services.work_area.parts import AreaPart


@dataclass(frozen=True, slots=True)
class Compared:
    """An organisation in the table: how it is reached and opened, and its own words for each row."""

    profile: Profile
    situations: str
    conditions: str
    opening: tuple[str, ...]
    reply_time: str

    @property
    def slug(self) -> str:
        """Return the key in its address."""
        return self.profile.provider.slug

    @property
    def name(self) -> str:
        """Return its name."""
        return self.profile.provider.name


def comparison_of(slugs: Sequence[str], on: date) -> list[Compared]:
    """Return the organisations with these slugs in this order; one that was merged is told as what it is now.

    Those that are not there are left out.
    """
    found = {one.slug: one for one in Provider.objects.filter(slug__in=slugs).select_related("type", "merged_into")}
    providers = list({one.stands.pk: one.stands for slug in slugs if (one := found.get(slug))}.values())
    keys = [one.pk for one in providers]
    sectors, areas = _sectors_of(keys), _areas_of(keys)
    replies, now = reply_times(on), timezone.localtime()
    return [
        _compared(
            profile_from(one, on, sectors=sectors[one.pk], areas=areas[one.pk]),
            reply_time_in_words(replies.get(one.pk)),
            hours.open_in_words(one.hours, now),
        )
        for one in providers
    ]


def _compared(profile: Profile, reply_time: str, open_now: str) -> Compared:
    provider = profile.provider
    healthy = wording.welcomes_healthy_in_words(provider.takes_redundant) if profile.says_whom_it_takes else ""
    told = map(capfirst, hours.in_short(provider.hours))
    return Compared(
        profile=profile,
        situations=wording.situations_in_words(provider.roles),
        conditions="; ".join(filter(None, [profile.minimum, healthy])) or _("geen minimum bekend"),
        opening=tuple(filter(None, [capfirst(open_now), *told, provider.opening_hours])),
        reply_time=reply_time,
    )


def _sectors_of(providers: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Provider.sectors.through.objects.filter(provider__in=providers).order_by("sector__order")
    for provider, sector in rows.values_list("provider_id", "sector_id"):
        found[provider].append(sector)
    return found


def _areas_of(providers: Sequence[int]) -> dict[int, list[AreaPart]]:
    found: dict[int, list[AreaPart]] = defaultdict(list)
    rows = ServiceArea.objects.filter(provider__in=providers)
    rows = rows.order_by("area__name", "municipality__name", "pc4", "letters_from")
    for provider, *part in rows.values_list("provider_id", *AreaPart._fields):
        found[provider].append(AreaPart._make(part))
    return found
