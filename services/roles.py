"""The roles that a provider can have.

What lives here: the list with its words. What does not: who has which (models/, catalogue.py), which one a case needs
(referrals/engine/rules.py).
"""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """The three roles of support (source report, 2.3.1 and 4.3)."""

    PREVENTIVE = "preventive", pgettext_lazy("rol", "preventief")
    CURATIVE = "curative", pgettext_lazy("rol", "curatief")
    REINTEGRATION = "reintegration", pgettext_lazy("rol", "re-integratie")
