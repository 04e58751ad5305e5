"""Proposals take the place of what readers report; and who could not be reached, what waits and who was asked by mail.

Reports become proposals in words. Going back, proposals of the public become reports again; those of others are lost.
"""

import json
from hashlib import sha256

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _digest(row):
    """Return by what a proposal in words is the same as another (upkeep/proposals.py)."""
    return sha256(
        json.dumps([row.reported_on.isoformat(), row.what, row.text, {}], sort_keys=True).encode()
    ).hexdigest()


def reports_to_proposals(apps, schema_editor):
    reports, proposals = apps.get_model("services", "PublicReport"), apps.get_model("services", "Proposal")
    proposals.objects.bulk_create(
        proposals(
            provider_id=row.provider_id,
            source="public",
            what=row.what,
            text=row.text,
            proposed_on=row.reported_on,
            digest=_digest(row),
            state="accepted" if row.handled_at else "open",
            closed_at=row.handled_at,
        )
        for row in reports.objects.order_by("pk").iterator()
    )


def proposals_to_reports(apps, schema_editor):
    reports, proposals = apps.get_model("services", "PublicReport"), apps.get_model("services", "Proposal")
    reports.objects.bulk_create(
        (
            reports(
                provider_id=row.provider_id,
                what=row.what,
                text=row.text,
                reported_on=row.proposed_on,
                handled_at=row.closed_at,
            )
            for row in proposals.objects.filter(source="public").order_by("pk").iterator()
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0024_drafts_and_presence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="staffmember",
            name="friday_mail",
            field=models.BooleanField(default=False, verbose_name="wil elke vrijdag een mail"),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="friday_mailed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="laatste vrijdagmail"),
        ),
        migrations.AlterField(
            model_name="changeset",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "toegevoegd"),
                    ("edit", "gewijzigd"),
                    ("accept", "voorstel overgenomen"),
                    ("confirm", "gecontroleerd"),
                    ("take_back", "zwijgt: controles tellen niet meer"),
                    ("set_work_area", "werkgebied gewijzigd"),
                    ("retire", "gestopt of weer begonnen"),
                    ("import", "uit een bestand"),
                    ("show_examples", "voorbeeldgegevens gevuld"),
                    ("remove_examples", "voorbeeldgegevens weggehaald"),
                    ("undo", "ongedaan gemaakt"),
                ],
                max_length=20,
                verbose_name="wat",
            ),
        ),
        migrations.AlterField(
            model_name="check",
            name="method",
            field=models.CharField(
                choices=[
                    ("source", "nagegaan door de bron"),
                    ("staff", "nagekeken door een medewerker"),
                    ("phone", "gebeld"),
                    ("mail", "gemaild"),
                    ("website", "website bekeken"),
                    ("provider", "bevestigd door de organisatie zelf"),
                    ("demo", "voorbeeld"),
                ],
                max_length=10,
                verbose_name="hoe",
            ),
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="op")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("source", "nagegaan door de bron"),
                            ("staff", "nagekeken door een medewerker"),
                            ("phone", "gebeld"),
                            ("mail", "gemaild"),
                            ("website", "website bekeken"),
                            ("provider", "bevestigd door de organisatie zelf"),
                            ("demo", "voorbeeld"),
                        ],
                        blank=True,
                        max_length=10,
                        verbose_name="hoe",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="opmerking")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "poging om te bereiken",
                "verbose_name_plural": "pogingen om te bereiken",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("public", "bezoeker"), ("provider", "de organisatie zelf"), ("colleague", "collega")],
                        max_length=10,
                        verbose_name="van",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "Het telefoonnummer, het e-mailadres of het adres klopt niet"),
                            ("work_area", "Het werkgebied klopt niet"),
                            ("gone", "Deze organisatie bestaat niet meer"),
                            ("other", "Er klopt iets anders niet"),
                        ],
                        max_length=10,
                        verbose_name="wat",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("proposed_on", models.DateField(db_index=True, verbose_name="voorgesteld op")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres voor het antwoord")),
                ("language", models.CharField(default="nl", max_length=2, verbose_name="taal")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "overgenomen"),
                            ("rejected", "niet overgenomen"),
                            ("outdated", "stond er al"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="staat",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="antwoord")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="afgehandeld")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="afgehandeld door",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorstel",
                "verbose_name_plural": "voorstellen",
                "ordering": ["proposed_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40, verbose_name="veld")),
                ("old", models.JSONField(null=True, verbose_name="was")),
                ("new", models.JSONField(null=True, verbose_name="voorstel")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "overgenomen"),
                            ("rejected", "niet overgenomen"),
                            ("outdated", "stond er al"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="staat",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                (
                    "change_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.changeset",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="services.proposal",
                        verbose_name="voorstel",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorgestelde waarde",
                "verbose_name_plural": "voorgestelde waarden",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_on", models.DateField(verbose_name="laatste controle van toen")),
                (
                    "turn",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "30 dagen ervoor"), (2, "14 dagen erna")], verbose_name="beurt"
                    ),
                ),
                ("sent_on", models.DateField(db_index=True, verbose_name="gestuurd op")),
                ("expires_on", models.DateField(verbose_name="geldig tot en met")),
                ("key_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_checks",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "vraag aan een organisatie",
                "verbose_name_plural": "vragen aan organisaties",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "provider",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="snooze",
                        serialize=False,
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
                ("until", models.DateField(db_index=True, verbose_name="tot")),
                ("urgency", models.PositiveSmallIntegerField(verbose_name="hoogste urgentie van toen")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitgestelde organisatie",
                "verbose_name_plural": "uitgestelde organisaties",
            },
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("provider", "source", "digest"),
                name="services_proposal_once_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False), ("email", "")),
                    _connector="OR",
                ),
                name="services_proposal_closed_without_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalfield",
            constraint=models.UniqueConstraint(fields=("proposal", "field"), name="services_proposalfield_once"),
        ),
        migrations.AddConstraint(
            model_name="proposalfield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change_set__isnull", False), ("state", "accepted")),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("change_set", None)),
                    _connector="OR",
                ),
                name="services_proposalfield_accepted_in_a_set",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfcheck",
            constraint=models.UniqueConstraint(
                fields=("provider", "checked_on", "turn"), name="services_selfcheck_once_a_turn"
            ),
        ),
        migrations.AddConstraint(
            model_name="selfcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn__in", [1, 2])), name="services_selfcheck_no_third"
            ),
        ),
        migrations.RunPython(reports_to_proposals, proposals_to_reports),
        migrations.DeleteModel(name="PublicReport"),
    ]
