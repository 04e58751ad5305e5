"""Links of documents are asked as websites are: a record has one check for each of its links."""

from django.db import migrations, models
from django.db.models import Q


def forget_documents(apps, schema_editor):
    apps.get_model("services", "LinkCheck").objects.exclude(field="website").delete()


def known_fields(*fields):
    return migrations.AddConstraint(
        "linkcheck",
        models.CheckConstraint(condition=Q(field__in=fields), name="services_linkcheck_known_field"),
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0028_facts_for_who_goes_there")]

    operations = [
        migrations.RemoveConstraint("linkcheck", "services_linkcheck_once_a_field"),
        migrations.RemoveConstraint("linkcheck", "services_linkcheck_known_field"),
        migrations.AlterField(
            "linkcheck",
            "field",
            models.CharField(
                choices=[("website", "website"), ("document", "document")], max_length=20, verbose_name="veld"
            ),
        ),
        known_fields("website", "document"),
        migrations.AddConstraint(
            "linkcheck",
            models.UniqueConstraint(fields=["provider", "field", "url"], name="services_linkcheck_once_a_link"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_documents),
    ]
