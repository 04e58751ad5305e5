"""A kept case remembers which tasks of its plan are ticked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_moves_with_reopening")]

    operations = [
        migrations.AddField("savedcase", "done", models.JSONField("afgevinkt", default=list, blank=True)),
    ]
