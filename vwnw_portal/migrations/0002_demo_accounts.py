"""Demo accounts get a mark, and so does the one that stood by its name until now.

Its address is on a domain that exists for examples only, so that it is nobody's.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ADDRESS_OF_BEFORE = "beheer@example.org"


def mark(apps, schema_editor):
    """Mark the account that create_demo_staff made before there was a mark."""
    accounts = apps.get_model(settings.AUTH_USER_MODEL).objects.filter(email=ADDRESS_OF_BEFORE)
    demo_account = apps.get_model("vwnw_portal", "DemoAccount")
    demo_account.objects.bulk_create(demo_account(account=account) for account in accounts)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("vwnw_portal", "0001_encrypt_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoAccount",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="demo_mark",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={"verbose_name": "demo-account", "verbose_name_plural": "demo-accounts"},
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
