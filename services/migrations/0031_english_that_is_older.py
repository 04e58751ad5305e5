"""Whether the English text of a record is older than the Dutch one; of what is stored nobody knows, so no.

SQLite makes the table of providers anew for it.
"""

from django.db import migrations, models

from regions.triggers import with_triggers_of


class Migration(migrations.Migration):
    dependencies = [("services", "0030_attempts_that_a_file_tells")]

    operations = [
        *with_triggers_of(
            "services_provider",
            migrations.AddField(
                "provider",
                "english_is_older",
                models.BooleanField(default=False, editable=False, verbose_name="Engels ouder dan Nederlands"),
            ),
        ),
    ]
