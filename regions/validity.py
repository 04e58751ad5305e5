"""The one home of "valid on a date": `valid_from` is included, `valid_until` is excluded, empty is open.

What lives here: the rule in Python and as a query. What does not: which things have a period.
"""

from datetime import date

from django.db import models


def is_valid_on(on: date, valid_from: date | None, valid_until: date | None) -> bool:
    """Return whether `on` lies in the period that includes `valid_from` and excludes `valid_until`."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on < valid_until)


def valid_on(on: date, prefix: str = "") -> models.Q:
    """Return the condition that a row's period holds `on`; `prefix` reaches over a relation (`scheme__`)."""
    started = models.Q(**{f"{prefix}valid_from": None}) | models.Q(**{f"{prefix}valid_from__lte": on})
    not_ended = models.Q(**{f"{prefix}valid_until": None}) | models.Q(**{f"{prefix}valid_until__gt": on})
    return started & not_ended


class Period(models.Model):
    """A row that holds for a period."""

    valid_from = models.DateField("geldig vanaf", null=True, blank=True)
    valid_until = models.DateField("geldig tot", null=True, blank=True, help_text="De eerste dag daarna.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_until")),
                name="%(app_label)s_%(class)s_period_runs_forward",
            )
        ]
