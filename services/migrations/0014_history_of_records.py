"""Each change of a record has its history, and the database lets none be made without.

While a change set is open, and its own transaction alone sees that it is, records may be written; each that is gets into
`services_touched`. A set closes once its touched records are accounted for (services/upkeep/door.py). SQLite lets rows be
deleted where no set is stored at all, since that is how Django empties its tables between tests.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEYS = {
    "services_provider": "id",
    "services_servicearea": "provider_id",
    "services_provider_sectors": "provider_id",
    "services_check": "provider_id",
    "services_checkstakenback": "provider_id",
}
NOT_OPEN = "NOT EXISTS (SELECT 1 FROM services_changeset WHERE is_open)"
REFUSAL = "records are written in an open change set only"
SETS = {
    "services_changeset_closes_once": (
        "UPDATE",
        "services_changeset",
        "OLD.is_open <> NEW.is_open AND (NEW.is_open OR EXISTS (SELECT 1 FROM services_touched))",
        "a change set closes once, when all it touched is accounted for",
    ),
    "services_recordchange_stays": ("UPDATE", "services_recordchange", "TRUE", "history is never changed"),
    "services_recordchange_in_its_set": (
        "INSERT",
        "services_recordchange",
        "NOT EXISTS (SELECT 1 FROM services_changeset WHERE id = NEW.change_set_id AND is_open)",
        "history is kept in an open change set only",
    ),
}


def hold(apps, schema_editor):
    """Make the triggers."""
    make = _hold_postgresql if schema_editor.connection.vendor == "postgresql" else _hold_sqlite
    for statement in make():
        schema_editor.execute(statement, None)


def let_go(apps, schema_editor):
    """Remove them."""
    if schema_editor.connection.vendor == "postgresql":
        for function in (*(f"{table}_is_guarded" for table in KEYS), *SETS):
            schema_editor.execute(f"DROP FUNCTION {function}() CASCADE", None)
        return
    for table in KEYS:
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_guards_{event}", None)
    for name in SETS:
        schema_editor.execute(f"DROP TRIGGER {name}", None)


def _hold_postgresql():
    for table, key in KEYS.items():
        is_new = "TG_OP = 'INSERT'" if table == "services_provider" else "FALSE"
        touch = (
            "INSERT INTO services_touched (provider_id, is_new) VALUES ({row}.{key}, {is_new}) ON CONFLICT DO NOTHING"
        )
        yield (
            f"CREATE FUNCTION {table}_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
            f"IF {NOT_OPEN} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END IF; "
            f"IF TG_OP <> 'INSERT' THEN {touch.format(row='OLD', key=key, is_new='FALSE')}; END IF; "
            f"IF TG_OP <> 'DELETE' THEN {touch.format(row='NEW', key=key, is_new=is_new)}; END IF; "
            "RETURN NULL; END$$"
        )
        yield (
            f"CREATE TRIGGER {table}_is_guarded AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_guarded()"
        )
    for name, (event, table, condition, message) in SETS.items():
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END$$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _hold_sqlite():
    for table, key in KEYS.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            is_new = int(table == "services_provider" and event == "INSERT")
            rows = [row for row in ("OLD", "NEW") if (row, event) not in (("OLD", "INSERT"), ("NEW", "DELETE"))]
            touched = (
                f"INSERT INTO services_touched (provider_id, is_new) SELECT {row}.{key}, {is_new} "
                f"WHERE NOT EXISTS (SELECT 1 FROM services_touched WHERE provider_id = {row}.{key}) AND NOT {NOT_OPEN};"
                for row in rows
            )
            refused = f"{NOT_OPEN} AND EXISTS (SELECT 1 FROM services_changeset)" if event == "DELETE" else NOT_OPEN
            yield (
                f"CREATE TRIGGER {table}_guards_{event.lower()} AFTER {event} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{REFUSAL}') WHERE {refused}; {' '.join(touched)} END"
            )
    for name, (event, table, condition, message) in SETS.items():
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def tell_what_was_taken_back(apps, schema_editor):
    """Write down the silences that hold now, and for each other part without a date that no check of it counts.

    Else undoing a check would make fresh again what was taken back before history was kept.
    """
    providers, taken = apps.get_model("services", "Provider"), apps.get_model("services", "ChecksTakenBack")
    parts = ("existence", "contact", "area", "roles")
    rows = []
    for provider in providers.objects.prefetch_related("checks"):
        checked = {part for part in parts for check in provider.checks.all() if getattr(check, part)}
        if provider.silent_since:
            rows.append(taken(provider=provider, silent_since=provider.silent_since, **dict.fromkeys(parts, True)))
        elif lost := {part for part in checked if getattr(provider, f"{part}_checked_on") is None}:
            rows.append(taken(provider=provider, **dict.fromkeys(lost, True)))
    taken.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0013_people_whose_job_goes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("provider_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("is_new", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("create", "toegevoegd"),
                            ("edit", "gewijzigd"),
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
                (
                    "acting_as",
                    models.CharField(
                        choices=[
                            ("staff", "medewerker"),
                            ("provider", "de organisatie zelf"),
                            ("command", "opdracht op de server"),
                            ("time", "vanzelf, door de tijd"),
                        ],
                        max_length=10,
                        verbose_name="namens",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="op")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                ("is_open", models.BooleanField(default=True, verbose_name="open")),
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
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="services.changeset",
                        verbose_name="maakt ongedaan",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging",
                "verbose_name_plural": "wijzigingen",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="check",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.changeset",
            ),
        ),
        migrations.CreateModel(
            name="ChecksTakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("existence", models.BooleanField(default=False, verbose_name="bestaat nog")),
                ("contact", models.BooleanField(default=False, verbose_name="contactgegevens")),
                ("area", models.BooleanField(default=False, verbose_name="werkgebied")),
                ("roles", models.BooleanField(default=False, verbose_name="rollen en voorwaarden")),
                ("silent_since", models.DateField(null=True, verbose_name="zwijgt sinds")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks_taken_back",
                        to="services.provider",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.changeset",
                    ),
                ),
            ],
            options={
                "verbose_name": "teruggenomen controles",
                "verbose_name_plural": "teruggenomen controles",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, verbose_name="slug")),
                ("before", models.JSONField(verbose_name="was")),
                ("after", models.JSONField(verbose_name="werd")),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="services.changeset",
                        verbose_name="wijziging",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een organisatie",
                "verbose_name_plural": "wijzigingen van organisaties",
                "ordering": ["-change_set_id"],
            },
        ),
        migrations.AddIndex(
            model_name="changeset",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["is_open"], name="services_changeset_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(("acting_as", "staff"), ("by", None), _connector="OR"),
                name="services_changeset_only_staff_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(("undoes", None), ("undoes__lt", models.F("pk")), _connector="OR"),
                name="services_changeset_undoes_an_older_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkstakenback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("existence", True), ("contact", True), ("area", True), ("roles", True), _connector="OR"
                ),
                name="services_taken_back_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordchange",
            constraint=models.UniqueConstraint(
                fields=("provider", "change_set"), name="services_recordchange_once_a_set"
            ),
        ),
        migrations.RunPython(tell_what_was_taken_back, migrations.RunPython.noop),
        migrations.RunPython(hold, let_go),
    ]
