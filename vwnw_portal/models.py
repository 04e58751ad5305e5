"""What the portal itself keeps in rows.

What lives here: which accounts are demo accounts. What does not: accounts (Django's), what of a demo may not stand in
production (demo.py).
"""

from django.conf import settings
from django.db import models


class DemoAccount(models.Model):
    """The mark of a staff account that was made to try the portal with, whatever it is called since.

    Its password is printed on a console and kept in a file: it opens nothing in production.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="demo_mark",
        verbose_name="account",
    )

    class Meta:
        verbose_name = "demo-account"
        verbose_name_plural = "demo-accounts"

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
