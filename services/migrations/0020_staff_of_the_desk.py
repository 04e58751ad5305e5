"""The people of the desk. Who was superuser until now is national manager, so that there is somebody to invite others.

Other staff get no role: who may do what with which records is for a manager to say. The database refuses to change what
happened; it may be deleted, since it is kept for a time.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

SQLITE = [
    "CREATE TRIGGER services_staff_events_stay BEFORE UPDATE ON services_staffevent "
    "BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END"
]
NO_SQLITE = ["DROP TRIGGER services_staff_events_stay"]
POSTGRESQL = [
    "CREATE FUNCTION services_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'an event is never changed' USING ERRCODE = 'check_violation'; END$$",
    "CREATE TRIGGER services_staff_events_stay BEFORE UPDATE ON services_staffevent FOR EACH ROW "
    "EXECUTE FUNCTION services_refuse_change()",
]
NO_POSTGRESQL = [
    "DROP TRIGGER services_staff_events_stay ON services_staffevent",
    "DROP FUNCTION services_refuse_change()",
]


def hold(apps, schema_editor):
    """Make the trigger."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, None)


def let_go(apps, schema_editor):
    """Remove it."""
    for statement in NO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else NO_SQLITE:
        schema_editor.execute(statement, None)


def make_superusers_managers(apps, schema_editor):
    """Give each superuser who can sign in the desk of the whole country, and write down why."""
    member, scope, event = (apps.get_model("services", name) for name in ("StaffMember", "StaffScope", "StaffEvent"))
    for account in apps.get_model("auth", "User").objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        at_the_desk = member.objects.create(user=account)
        scope.objects.create(member=at_the_desk, role="national_manager", everywhere=True, all_types=True)
        event.objects.create(
            what="rights", about=account, details={"rights": ["national_manager"], "why": "was superuser"}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("regions", "0002_version_by_trigger"),
        ("services", "0014_history_of_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="staff_member",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisatie")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="beëindigd op")),
            ],
            options={
                "verbose_name": "medewerker",
                "verbose_name_plural": "medewerkers",
                "ordering": ["user__username"],
            },
        ),
        migrations.CreateModel(
            name="StaffEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="wanneer")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("invited", "uitgenodigd"),
                            ("withdrawn", "uitnodiging ingetrokken"),
                            ("joined", "uitnodiging aangenomen"),
                            ("rights", "rechten gewijzigd"),
                            ("handed_over", "organisaties overgedragen"),
                            ("ended", "account beëindigd"),
                            ("signed_in", "ingelogd"),
                            ("sign_in_changed", "manier van inloggen gewijzigd"),
                        ],
                        max_length=20,
                        verbose_name="wat",
                    ),
                ),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="meer")),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="over",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "gebeurtenis van medewerkers",
                "verbose_name_plural": "gebeurtenissen van medewerkers",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisatie")),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="uitgenodigd")),
                ("expires_on", models.DateField(verbose_name="geldig tot en met")),
                ("key_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="aangenomen")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.staffmember",
                        verbose_name="aangenomen door",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited",
                        to="services.staffmember",
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitnodiging",
                "verbose_name_plural": "uitnodigingen",
                "ordering": ["-invited_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="StaffScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "redacteur"),
                            ("regional_manager", "regiobeheerder"),
                            ("national_manager", "landelijk beheerder"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                ("everywhere", models.BooleanField(default=False, verbose_name="heel Nederland")),
                ("all_types", models.BooleanField(default=False, verbose_name="alle soorten")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scopes",
                        to="services.staffmember",
                        verbose_name="medewerker",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.area",
                        verbose_name="regio",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.providertype",
                        verbose_name="soort",
                    ),
                ),
            ],
            options={
                "verbose_name": "recht",
                "verbose_name_plural": "rechten",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stewardship",
            fields=[
                (
                    "provider",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stewardship",
                        serialize=False,
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
                ("is_national", models.BooleanField(default=False, verbose_name="landelijk")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="records",
                        to="services.staffmember",
                        verbose_name="eigenaar",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.area",
                        verbose_name="regio",
                    ),
                ),
            ],
            options={
                "verbose_name": "beheer van een organisatie",
                "verbose_name_plural": "beheer van organisaties",
            },
        ),
        migrations.CreateModel(
            name="InvitedScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "redacteur"),
                            ("regional_manager", "regiobeheerder"),
                            ("national_manager", "landelijk beheerder"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                ("everywhere", models.BooleanField(default=False, verbose_name="heel Nederland")),
                ("all_types", models.BooleanField(default=False, verbose_name="alle soorten")),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scopes",
                        to="services.invitation",
                        verbose_name="uitnodiging",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.area",
                        verbose_name="regio",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.providertype",
                        verbose_name="soort",
                    ),
                ),
            ],
            options={
                "verbose_name": "recht bij een uitnodiging",
                "verbose_name_plural": "rechten bij een uitnodiging",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["editor", "regional_manager", "national_manager", "auditor"])),
                        name="services_invitedscope_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("everywhere", True), ("region", None)),
                            models.Q(("everywhere", False), ("region__isnull", False)),
                            _connector="OR",
                        ),
                        name="services_invitedscope_region_or_everywhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("all_types", True), ("type", None)),
                            models.Q(("all_types", False), ("type__isnull", False)),
                            _connector="OR",
                        ),
                        name="services_invitedscope_type_or_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ("national_manager", "auditor")), _negated=True),
                            models.Q(("all_types", True), ("everywhere", True)),
                            _connector="OR",
                        ),
                        name="services_invitedscope_country_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "regional_manager"), _negated=True),
                            models.Q(("all_types", True), ("everywhere", False)),
                            _connector="OR",
                        ),
                        name="services_invitedscope_region_whole",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                name="services_invitation_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="services_invitation_accepted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["editor", "regional_manager", "national_manager", "auditor"])),
                name="services_staffscope_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("everywhere", True), ("region", None)),
                    models.Q(("everywhere", False), ("region__isnull", False)),
                    _connector="OR",
                ),
                name="services_staffscope_region_or_everywhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("all_types", True), ("type", None)),
                    models.Q(("all_types", False), ("type__isnull", False)),
                    _connector="OR",
                ),
                name="services_staffscope_type_or_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role__in", ("national_manager", "auditor")), _negated=True),
                    models.Q(("all_types", True), ("everywhere", True)),
                    _connector="OR",
                ),
                name="services_staffscope_country_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "regional_manager"), _negated=True),
                    models.Q(("all_types", True), ("everywhere", False)),
                    _connector="OR",
                ),
                name="services_staffscope_region_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffscope",
            constraint=models.UniqueConstraint(
                models.F("member"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("region", 0),
                django.db.models.functions.comparison.Coalesce("type", 0),
                name="services_staffscope_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="stewardship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_national", True), ("region", None)),
                    models.Q(("is_national", False), ("region__isnull", False)),
                    _connector="OR",
                ),
                name="services_stewardship_region_or_national",
            ),
        ),
        migrations.RunPython(hold, let_go),
        migrations.RunPython(make_superusers_managers, migrations.RunPython.noop),
    ]
