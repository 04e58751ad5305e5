"""What was checked before stays checked, in all its parts; and positions that no address gave are taken away."""

from django.db import migrations, models

PARTS = ("existence", "contact", "area", "roles")


def divide(apps, schema_editor):
    """Give each check all parts, which is what a check meant until now, and each record their dates."""
    check, provider = apps.get_model("services", "Check"), apps.get_model("services", "Provider")
    check.objects.update(**dict.fromkeys(PARTS, True))
    checked = provider.objects.exclude(last_checked_on=None)
    checked.update(**{f"{part}_checked_on": models.F("last_checked_on") for part in PARTS})
    # The demo gave real organisations the middle of their region: nobody knows where they are.
    provider.objects.filter(is_example=True, street="", postcode="").update(latitude=None, longitude=None)


def join(apps, schema_editor):
    """Leave the dates as they are: what stays is the older of the two that count."""


class Migration(migrations.Migration):
    dependencies = [("services", "0006_what_is_known")]

    operations = [
        migrations.RunPython(divide, join),
    ]
