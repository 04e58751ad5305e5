"""Phone numbers become E.164 where they are one, whole; the others stay as they are, and are named.

How each was spaced is not kept: undone, a number stays E.164, which was a way to write it before as well.
"""

from django.core.exceptions import ValidationError
from django.db import migrations

from services.phone_numbers import read_phone_number


def rewrite(apps, schema_editor):
    provider = apps.get_model("services", "Provider")
    for key, slug, phone in provider.objects.exclude(phone="").values_list("pk", "slug", "phone"):
        try:
            number = read_phone_number(phone)
        except ValidationError as error:
            print(f"\n  {slug}: telefoon niet gewijzigd. {' '.join(error.messages)}", end="")
            continue
        if number != phone:
            provider.objects.filter(pk=key).update(phone=number)


class Migration(migrations.Migration):
    dependencies = [("services", "0009_derived_areas_are_unknown")]

    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
