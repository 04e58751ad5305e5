import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import referrals.models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_kept_cases"),
        ("services", "0003_silent_providers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferredCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sector", models.CharField(blank=True, max_length=40, verbose_name="sector")),
                ("employer", models.CharField(blank=True, max_length=64, verbose_name="werkgever (kenmerk)")),
                ("one_by_one", models.BooleanField(default=False, verbose_name="een voor een")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "English")],
                        default="nl",
                        max_length=2,
                        verbose_name="taal",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="aangemaakt")),
                ("sent_on", models.DateField(blank=True, db_index=True, null=True, verbose_name="verstuurd op")),
            ],
            options={
                "verbose_name": "doorverwezen casus",
                "verbose_name_plural": "doorverwezen casussen",
            },
        ),
        migrations.CreateModel(
            name="DigestKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="jaar")),
                ("key", models.CharField(max_length=64, verbose_name="sleutel")),
            ],
            options={
                "verbose_name": "sleutel van een jaar",
                "verbose_name_plural": "sleutels van jaren",
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="kenmerk")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="tijd")),
            ],
            options={
                "verbose_name": "poging",
                "verbose_name_plural": "pogingen",
                "indexes": [models.Index(fields=["digest", "at"], name="referrals_attempt_by_digest")],
            },
        ),
        migrations.CreateModel(
            name="CaseDetails",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="details",
                        serialize=False,
                        to="referrals.referredcase",
                        verbose_name="casus",
                    ),
                ),
                ("key", models.CharField(default=referrals.models.new_key, max_length=32, verbose_name="sleutel")),
                ("answers", models.JSONField(verbose_name="antwoorden")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bevestigd")),
            ],
            options={
                "verbose_name": "gegevens van een casus",
                "verbose_name_plural": "gegevens van casussen",
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "staat klaar"),
                            ("awaiting_confirmation", "wacht op uw bevestiging"),
                            ("sent", "verstuurd"),
                            ("seen", "gelezen"),
                            ("accepted", "zegt ja"),
                            ("declined", "zegt nee"),
                            ("no_answer", "geeft geen antwoord"),
                            ("forwarded", "verwijst door"),
                            ("withdrawn", "ingetrokken"),
                            ("in_progress", "is bezig"),
                            ("closed", "afgerond"),
                        ],
                        default="draft",
                        max_length=24,
                        verbose_name="staat",
                    ),
                ),
                ("key", models.CharField(default=referrals.models.new_key, max_length=32, verbose_name="sleutel")),
                ("shared", models.JSONField(blank=True, default=dict, verbose_name="gedeeld")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="antwoord uiterlijk")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="referrals.referredcase",
                        verbose_name="casus",
                    ),
                ),
                (
                    "forwarded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="referrals.referral",
                        verbose_name="doorverwezen door",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "doorverwijzing",
                "verbose_name_plural": "doorverwijzingen",
                "ordering": ["case", "place"],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=24, verbose_name="soort")),
                ("to", models.EmailField(max_length=254, verbose_name="aan")),
                ("subject", models.CharField(max_length=200, verbose_name="onderwerp")),
                ("text", models.TextField(verbose_name="tekst")),
                ("html", models.TextField(blank=True, verbose_name="html")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "English")],
                        default="nl",
                        max_length=2,
                        verbose_name="taal",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht"),
                            ("handing_over", "wordt overgedragen"),
                            ("sent", "verstuurd"),
                            ("unsure", "onzeker: afgebroken tijdens het versturen"),
                            ("failed", "geweigerd"),
                            ("bounced", "teruggekomen"),
                            ("cancelled", "ingetrokken"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="staat",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="klaargezet")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="versturen vanaf")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste poging")),
                ("error", models.TextField(blank=True, verbose_name="antwoord van de mailserver")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mails",
                        to="referrals.referredcase",
                        verbose_name="casus",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mails",
                        to="referrals.referral",
                        verbose_name="doorverwijzing",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("new_work", "ander werk gevonden"),
                            ("own_business", "een eigen bedrijf begonnen"),
                            ("training", "volgt een opleiding"),
                            ("kept_job", "kon toch blijven"),
                            ("no_work_yet", "nog geen werk"),
                            ("unknown", "niet bekend"),
                        ],
                        max_length=16,
                        verbose_name="uitkomst",
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="aantal mensen")),
                ("reported_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemeld")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="referrals.referredcase",
                        verbose_name="casus",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="referrals.referral",
                        verbose_name="doorverwijzing",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitkomst",
                "verbose_name_plural": "uitkomsten",
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="tijd")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("moved", "staat veranderd"),
                            ("reminded", "herinnerd"),
                            ("offered_next", "volgende aangeboden"),
                            ("asked_provider", "organisatie gevraagd hoe het ging"),
                            ("asked_employer", "werkgever gevraagd hoe het ging"),
                            ("new_link", "nieuwe link gestuurd"),
                        ],
                        default="moved",
                        max_length=16,
                        verbose_name="wat",
                    ),
                ),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("employer", "de werkgever"),
                            ("provider", "de organisatie"),
                            ("staff", "een medewerker"),
                            ("time", "de tijd"),
                        ],
                        max_length=10,
                        verbose_name="door",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "staat klaar"),
                            ("awaiting_confirmation", "wacht op uw bevestiging"),
                            ("sent", "verstuurd"),
                            ("seen", "gelezen"),
                            ("accepted", "zegt ja"),
                            ("declined", "zegt nee"),
                            ("no_answer", "geeft geen antwoord"),
                            ("forwarded", "verwijst door"),
                            ("withdrawn", "ingetrokken"),
                            ("in_progress", "is bezig"),
                            ("closed", "afgerond"),
                        ],
                        max_length=24,
                        verbose_name="van",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "staat klaar"),
                            ("awaiting_confirmation", "wacht op uw bevestiging"),
                            ("sent", "verstuurd"),
                            ("seen", "gelezen"),
                            ("accepted", "zegt ja"),
                            ("declined", "zegt nee"),
                            ("no_answer", "geeft geen antwoord"),
                            ("forwarded", "verwijst door"),
                            ("withdrawn", "ingetrokken"),
                            ("in_progress", "is bezig"),
                            ("closed", "afgerond"),
                        ],
                        max_length=24,
                        verbose_name="naar",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_capacity", "Wij hebben nu geen plek"),
                            ("outside_area", "Wij werken niet op deze plaats"),
                            ("outside_sector", "Wij werken niet voor deze sector"),
                            ("below_minimum", "Het gaat om te weinig mensen"),
                            ("wrong_help", "Wij geven deze hulp niet"),
                            ("other", "Een andere reden"),
                        ],
                        max_length=20,
                        verbose_name="reden",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="referrals.referral",
                        verbose_name="doorverwijzing",
                    ),
                ),
            ],
            options={
                "verbose_name": "gebeurtenis",
                "verbose_name_plural": "gebeurtenissen",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("region", models.CharField(blank=True, max_length=8, verbose_name="arbeidsmarktregio")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("preventive", "preventief"),
                            ("curative", "curatief"),
                            ("reintegration", "re-integratie"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                ("headcount", models.PositiveIntegerField(verbose_name="aantal mensen")),
                (
                    "has_gap",
                    models.BooleanField(
                        default=False, help_text="R16, op de dag van versturen.", verbose_name="niemand met deze rol"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="referrals.referredcase",
                        verbose_name="casus",
                    ),
                ),
            ],
            options={
                "verbose_name": "groep",
                "verbose_name_plural": "groepen",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="referrals_casegroup_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("headcount__gt", 0)), name="referrals_casegroup_has_people"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["state", "answer_by"], name="referrals_by_state_and_day"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("case", "provider"), name="referrals_referral_provider_once"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("case", "place"), name="referrals_referral_place_once"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "awaiting_confirmation",
                            "sent",
                            "seen",
                            "accepted",
                            "declined",
                            "no_answer",
                            "forwarded",
                            "withdrawn",
                            "in_progress",
                            "closed",
                        ],
                    )
                ),
                name="referrals_referral_known_state",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(fields=["state", "due_at"], name="referrals_mail_by_turn"),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("referral", None)),
                fields=("case", "result"),
                name="referrals_outcome_of_employer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("referral__isnull", False)),
                fields=("referral", "result"),
                name="referrals_outcome_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", "moved"), models.Q(("after", ""), _negated=True)),
                    models.Q(models.Q(("what", "moved"), _negated=True), ("after", ""), ("before", "")),
                    _connector="OR",
                ),
                name="referrals_event_move_has_a_state",
            ),
        ),
    ]
