"""What a visitor wants to know before the first step: what it costs, and whether a wheelchair gets in. Pure.

What lives here: the answers. What does not: the fields (models/), the form (desk/practical_form.py). Nobody guesses:
an empty one says nothing.
"""

from django.db import models
from django.utils.translation import gettext_lazy

LONGEST_STEP = 300


class Cost(models.TextChoices):
    """What the help of an organisation costs who asks it."""

    FREE = "free", gettext_lazy("gratis")
    PAID = "paid", gettext_lazy("tegen betaling")


class Wheelchair(models.TextChoices):
    """Whether somebody in a wheelchair gets in and around."""

    YES = "yes", gettext_lazy("toegankelijk met een rolstoel")
    PARTLY = "partly", gettext_lazy("deels toegankelijk met een rolstoel")
    NO = "no", gettext_lazy("niet toegankelijk met een rolstoel")


def cost_in_words(cost: str) -> str:
    """Return what it costs in words; empty where nobody knows."""
    return str(Cost(cost).label) if cost else ""


def wheelchair_in_words(wheelchair: str) -> str:
    """Return whether a wheelchair gets in, in words; empty where nobody knows."""
    return str(Wheelchair(wheelchair).label) if wheelchair else ""
