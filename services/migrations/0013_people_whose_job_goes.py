"""The question of gatekeeper centres is asked in the words of the site; the column stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0012_words_as_searched")]

    operations = [
        migrations.AlterField(
            model_name="provider",
            name="takes_redundant",
            field=models.BooleanField(
                blank=True,
                help_text="Poortwachtercentra: helpt ook gezonde mensen van wie de baan verdwijnt (R8). Leeg: niet bekend.",
                null=True,
                verbose_name="helpt mensen van wie de baan verdwijnt",
            ),
        ),
    ]
