"""The second factors of staff: how their secrets are kept, and what their pages say when something is wrong.

What lives here: what django-allauth asks of the portal about factors. What does not: who needs one (second_factor.py).
"""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from vwnw_portal.sign_in import journal

# What a factor's data hold that must not be read in the database.
SECRETS = ("secret", "seed")


class StaffFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets under a key made of SECRET_KEY, and speaks plain Dutch."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Stel eerst een tweede stap in. Daarna kunt u herstelcodes maken."),
        "incorrect_code": _("Dit klopt niet. Gebruik de nieuwste code, of probeer het opnieuw."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white, so that a phone reads it on a dark screen too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret. One whose key is gone is like one that nobody knows: no code fits."""
        try:
            return keys().decrypt(encrypted_text).decode()
        except InvalidToken:
            journal.logger.warning("a second factor is under a key that is gone: see SECRET_KEY_FALLBACKS")
            return generate_totp_secret()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return what is said of a fault; a factor that is refused is written down."""
        if code == "incorrect_code":
            journal.write("second factor refused", journal.account_of(context.request))
        return super().validation_error(code, *args)


def keys() -> MultiFernet:
    """Return the key of now, which encrypts, before those of before."""
    return MultiFernet([Fernet(_key_from(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key_from(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"vwnw_portal second factors").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


@receiver(user_logged_in)
def put_under_the_key_of_now(user: Any, **_: Any) -> None:
    """Encrypt the secrets of who signs in anew where they are under a key of before, which will be gone one day."""
    for factor in Authenticator.objects.filter(user_id=user.pk):
        for name in factor.data.keys() & SECRETS:
            if not _is_under_the_key_of_now(factor.data[name]):
                _renew(factor, name)


def _is_under_the_key_of_now(stored: str) -> bool:
    try:
        Fernet(_key_from(settings.SECRET_KEY)).decrypt(stored)
    except InvalidToken:
        return False
    return True


def _renew(factor: Authenticator, name: str) -> None:
    try:
        factor.data[name] = keys().rotate(factor.data[name]).decode()
    except InvalidToken:
        return
    factor.save(update_fields=["data"])
