"""Example records: organisations that are invented, and contact data and checks that are, those of facts of law too.

What lives here: finding them, refusing them in production, taking them away. What does not: making them (loading.py).
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions.csv_rows import csv_rows
from regions.writing import lock_directory, verb
from services.example_contact import is_example_contact
from services.models import Check, DatedParameter, Provider, Verb
from services.querysets import ProviderQuerySet
from services.upkeep.checks import date_by_checks
from services.upkeep.door import BY_COMMAND, change


class ExamplesRefused(Exception):
    """Example records were asked for in production."""

    def __init__(self) -> None:
        super().__init__("PRODUCTION staat aan: hier komen geen voorbeeldgegevens in. Er is niets opgeslagen.")


def refuse_in_production() -> None:
    """Raise ExamplesRefused in production; the first thing that whoever makes examples does."""
    if settings.PRODUCTION:
        raise ExamplesRefused


def demo_file(name: str) -> Path:
    """Return a file of the demo."""
    return settings.FIXTURES_DIR / "directory" / "demo" / name


def invented_records() -> ProviderQuerySet:
    """Return the organisations that are invented as a whole, whatever staff made of them since."""
    return Provider.objects.filter(slug__in=_invented_slugs())


def example_records() -> ProviderQuerySet:
    """Return the records of which anything is an example: the organisation, how to reach it, or a check."""
    by_demo = Check.objects.filter(method=Check.Method.DEMO).values("provider")
    return Provider.objects.filter(Q(is_example=True) | Q(pk__in=by_demo) | Q(slug__in=_invented_slugs()))


def example_facts() -> models.QuerySet[DatedParameter]:
    """Return the facts of law of which the check is an example."""
    return DatedParameter.objects.filter(is_example=True)


@verb
def remove_examples() -> int:
    """Delete what is invented, take what is made up from organisations that exist; return how many records that were.

    Facts of law are unchecked again. No referral may be left to what is invented.
    """
    lock_directory()
    example_facts().update(checked_by_staff_on=None, approved_at=None, is_example=False)
    examples = list(example_records().values_list("pk", flat=True))
    with change(Verb.REMOVE_EXAMPLES, by=BY_COMMAND, records=examples):
        invented_records().delete()
        for provider in example_records():
            _keep_what_is_true(provider)
    return len(examples)


def _keep_what_is_true(provider: Provider) -> None:
    if is_example_contact(provider.email, ""):
        provider.email = ""
    if is_example_contact(provider.referral_email, ""):
        provider.referral_email = ""
    if is_example_contact("", provider.website):
        provider.website = ""
    provider.is_example = False
    if provider.checks.filter(method=Check.Method.DEMO).delete()[0]:
        date_by_checks(provider)
    provider.save()


@cache
def _invented_slugs() -> tuple[str, ...]:
    return tuple(row["slug"] for row in csv_rows(demo_file("examples.csv")))
