"""The words of a provider's texts stand in a column, folded, so that a search finds them by their beginning.

The model writes them with every save. No writer is trusted to do so: where a statement changes a text and leaves the
words, the database takes them away, and the text is searched as it stands (services/sql.py). A migration that makes the
table of providers anew on SQLite must make the trigger again.
"""

from django.db import migrations, models

from services.words import as_searched

TEXTS = ("name", "city", "description_nl", "description_en")
BATCH = 500

TEXTS_NEW = ", ".join(f"NEW.{text}" for text in TEXTS)
TEXTS_OLD = ", ".join(f"OLD.{text}" for text in TEXTS)
SQLITE = (
    f"CREATE TRIGGER services_provider_forgets_words AFTER UPDATE OF {', '.join(TEXTS)} ON services_provider "
    f"WHEN NEW.words IS OLD.words AND ({TEXTS_NEW}) IS NOT ({TEXTS_OLD}) "
    "BEGIN UPDATE services_provider SET words = NULL WHERE id = NEW.id; END"
)
POSTGRESQL = (
    "CREATE FUNCTION services_provider_forgets_words() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN NEW.words := NULL; RETURN NEW; END$$",
    f"CREATE TRIGGER services_provider_forgets_words BEFORE UPDATE ON services_provider FOR EACH ROW "
    f"WHEN (NEW.words IS NOT DISTINCT FROM OLD.words AND ({TEXTS_NEW}) IS DISTINCT FROM ({TEXTS_OLD})) "
    "EXECUTE FUNCTION services_provider_forgets_words()",
)


def fill(apps, schema_editor):
    """Write the words of the providers that are there."""
    providers = apps.get_model("services", "Provider").objects
    batch = []
    for provider in providers.only("pk", *TEXTS).iterator(chunk_size=BATCH):
        provider.words = as_searched(" ".join(getattr(provider, text) for text in TEXTS))
        batch.append(provider)
        if len(batch) == BATCH:
            providers.bulk_update(batch, ["words"])
            batch = []
    providers.bulk_update(batch, ["words"])


def make_trigger(apps, schema_editor):
    """Let the database forget words that no longer fit."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else (SQLITE,):
        schema_editor.execute(statement, None)


def remove_trigger(apps, schema_editor):
    """Let it forget none."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER services_provider_forgets_words ON services_provider", None)
        schema_editor.execute("DROP FUNCTION services_provider_forgets_words()", None)
    else:
        schema_editor.execute("DROP TRIGGER services_provider_forgets_words", None)


class Migration(migrations.Migration):
    dependencies = [("services", "0011_last_change_by_a_file")]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="words",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="woorden"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(make_trigger, remove_trigger),
    ]
