"""Encrypt the secrets of second factors that were stored before they were encrypted."""

from django.db import migrations


def encrypt_secrets(apps, schema_editor):
    from vwnw_portal.sign_in.factors import SECRETS, StaffFactorAdapter

    for factor in apps.get_model("mfa", "Authenticator").objects.all():
        secrets = {name: StaffFactorAdapter().encrypt(factor.data[name]) for name in factor.data.keys() & SECRETS}
        factor.data.update(secrets)
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt_secrets, migrations.RunPython.noop)]
