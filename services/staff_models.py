"""Who works at the desk, with which rights, invited by whom, and which records are whose.

What lives here: the rows and what the database refuses. What does not: who may do what (desk/access.py), changing it
(desk/staff.py), whose a record without a row is (stewards.py). No rule of Django's own (groups, permissions) is used.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

ACCOUNT: Any = settings.AUTH_USER_MODEL
# Of no region or type, where rows are compared: no key is 0.
NONE = 0


class StaffRole(models.TextChoices):
    """What somebody is at the desk."""

    EDITOR = "editor", "redacteur"
    REGIONAL_MANAGER = "regional_manager", "regiobeheerder"
    NATIONAL_MANAGER = "national_manager", "landelijk beheerder"
    AUDITOR = "auditor", "auditor"


# These see or do the same everywhere; the others have a region, or all of them by a choice that says so.
OF_THE_COUNTRY = (StaffRole.NATIONAL_MANAGER, StaffRole.AUDITOR)


class StaffMember(models.Model):
    """A person of the desk: an account, and the organisation that it works for."""

    user = models.OneToOneField(
        ACCOUNT, on_delete=models.PROTECT, primary_key=True, related_name="staff_member", verbose_name="account"
    )
    organisation = models.CharField("organisatie", max_length=120, blank=True)
    ended_on = models.DateField("beëindigd op", null=True, blank=True)
    friday_mail = models.BooleanField("wil elke vrijdag een mail", default=False)
    friday_mailed_on = models.DateField("laatste vrijdagmail", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"
        ordering = ["user__username"]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    @property
    def is_at_work(self) -> bool:
        """Return whether this person can sign in, and has not left."""
        return self.ended_on is None and self.user.is_active


class Scope(models.Model):
    """One right: a role, in a region or everywhere, for a type of organisation or for all.

    Everywhere and all types are said, never left empty: a row that lost its region would else be everywhere.
    """

    role = models.CharField("rol", max_length=20, choices=StaffRole.choices)
    everywhere = models.BooleanField("heel Nederland", default=False)
    region = models.ForeignKey(
        "regions.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="regio"
    )
    all_types = models.BooleanField("alle soorten", default=False)
    type = models.ForeignKey(
        "services.ProviderType", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="soort"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(role__in=StaffRole.values), name="%(app_label)s_%(class)s_known_role"),
            models.CheckConstraint(
                condition=Q(everywhere=True, region=None) | Q(everywhere=False, region__isnull=False),
                name="%(app_label)s_%(class)s_region_or_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(all_types=True, type=None) | Q(all_types=False, type__isnull=False),
                name="%(app_label)s_%(class)s_type_or_all",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_THE_COUNTRY) | Q(everywhere=True, all_types=True),
                name="%(app_label)s_%(class)s_country_whole",
            ),
            models.CheckConstraint(
                condition=~Q(role=StaffRole.REGIONAL_MANAGER) | Q(everywhere=False, all_types=True),
                name="%(app_label)s_%(class)s_region_whole",
            ),
        ]


class StaffScope(Scope):
    """A right that somebody has."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="scopes", verbose_name="medewerker")

    class Meta(Scope.Meta):
        verbose_name = "recht"
        verbose_name_plural = "rechten"
        constraints = [
            *Scope.Meta.constraints,
            models.UniqueConstraint(
                F("member"),
                F("role"),
                Coalesce("region", NONE),
                Coalesce("type", NONE),
                name="services_staffscope_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_role_display()}"


class Invitation(models.Model):
    """Somebody is asked to come and work at the desk; the link in the mail is good once, for this address.

    Of the secret in the link a digest is kept only: who reads the database cannot use it.
    """

    email = models.EmailField("e-mailadres")
    organisation = models.CharField("organisatie", max_length=120, blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="invited", verbose_name="door")
    invited_at = models.DateTimeField("uitgenodigd", default=timezone.now)
    expires_on = models.DateField("geldig tot en met")
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    accepted_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aangenomen door"
    )
    accepted_at = models.DateTimeField("aangenomen", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken", null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="services_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False, withdrawn_at=None),
                name="services_invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class InvitedScope(Scope):
    """A right that somebody gets with an invitation."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="scopes", verbose_name="uitnodiging"
    )

    class Meta(Scope.Meta):
        verbose_name = "recht bij een uitnodiging"
        verbose_name_plural = "rechten bij een uitnodiging"

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_role_display()}"


class StaffEvent(models.Model):
    """Something that happened to somebody's place at the desk; never changed, and the database says so."""

    class What(models.TextChoices):
        INVITED = "invited", "uitgenodigd"
        WITHDRAWN = "withdrawn", "uitnodiging ingetrokken"
        JOINED = "joined", "uitnodiging aangenomen"
        RIGHTS = "rights", "rechten gewijzigd"
        HANDED_OVER = "handed_over", "organisaties overgedragen"
        ENDED = "ended", "account beëindigd"
        SIGNED_IN = "signed_in", "ingelogd"
        SIGN_IN_CHANGED = "sign_in_changed", "manier van inloggen gewijzigd"

    at = models.DateTimeField("wanneer", default=timezone.now, db_index=True)
    what = models.CharField("wat", max_length=20, choices=What.choices)
    by = models.ForeignKey(
        ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )
    about = models.ForeignKey(
        ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_events", verbose_name="over"
    )
    details = models.JSONField("meer", default=dict, blank=True)

    class Meta:
        verbose_name = "gebeurtenis van medewerkers"
        verbose_name_plural = "gebeurtenissen van medewerkers"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_what_display()}"


class Stewardship(models.Model):
    """Which region keeps a record true, or that it is kept nationally; and who, where somebody took it on.

    Apart from the work area: a change of where an organisation works must not change who may edit its record.
    """

    provider = models.OneToOneField(
        "services.Provider",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="stewardship",
        verbose_name="organisatie",
    )
    is_national = models.BooleanField("landelijk", default=False)
    region = models.ForeignKey(
        "regions.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="regio"
    )
    owner = models.ForeignKey(
        StaffMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="records", verbose_name="eigenaar"
    )

    class Meta:
        verbose_name = "beheer van een organisatie"
        verbose_name_plural = "beheer van organisaties"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_national=True, region=None) | Q(is_national=False, region__isnull=False),
                name="services_stewardship_region_or_national",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.region or 'landelijk'}"
