"""The forms of signing in where this portal asks or says something else than django-allauth and Django.

What lives here: those forms. What does not: a forgotten password (vwnw_portal/password_reset.py).
"""

from datetime import UTC, datetime
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import rate_limits
from services.mail_addresses import refuse_unmailable
from vwnw_portal.sign_in.guesses import count_code, count_password

MOST_OF_A_NAME = 60
# What a passkey says with the certificates of its maker is some kB.
MOST_OF_A_CREDENTIAL = 32 * 1024
GOOD_PASSWORD = _("Ten minste 12 tekens. Een zin die alleen u bedenkt is goed, met of zonder cijfers en tekens.")


class InOurWords:
    """A form with labels and help of our own, without the examples in its fields that look like answers."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


class LoginForm(InOurWords, account_forms.LoginForm):
    """Asks for the name and the password."""

    labels = {"login": _("Gebruikersnaam of e-mailadres"), "password": _("Wachtwoord")}
    field_order = ["login", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(InOurWords, account_forms.ReauthenticateForm):
    """Asks for the password again."""

    labels = {"password": _("Wachtwoord")}


class ChangePasswordForm(InOurWords, account_forms.ChangePasswordForm):
    """Asks for the password of now, and twice for the new one."""

    labels = {
        "oldpassword": _("Wachtwoord van nu"),
        "password1": _("Nieuw wachtwoord"),
        "password2": _("Nieuw wachtwoord, nog een keer"),
    }
    help_texts = {"password1": GOOD_PASSWORD}

    def clean_oldpassword(self) -> str:
        """Count the password of now, unless it is right."""
        counted = count_password(context.request, self.user.get_username())
        password = super().clean_oldpassword()
        rate_limits.take_back(counted)
        return password


class ResetPasswordKeyForm(InOurWords, account_forms.ResetPasswordKeyForm):
    """Asks twice for the new password of who forgot the old one."""

    labels = {"password1": _("Nieuw wachtwoord"), "password2": _("Nieuw wachtwoord, nog een keer")}
    help_texts = {"password1": GOOD_PASSWORD}


class ChangeAddressForm(InOurWords, account_forms.AddEmailForm):
    """Asks for a new address. The one that an administrator gave stays until the new one is confirmed."""

    labels = {"email": _("Nieuw e-mailadres")}

    def clean_email(self) -> str:
        """Refuse an address that cannot be mailed, and a change where the old address cannot be told from another's."""
        email = super().clean_email()
        refuse_unmailable(email)
        of_now = EmailAddress.objects.filter(user=self.user, email__iexact=self.user.email).first()
        if of_now and not of_now.set_verified():
            raise ValidationError(_("Uw adres van nu staat ook bij een ander account. Vraag de beheerder om hulp."))
        if of_now:
            of_now.set_as_primary()
        return email


class OnlyOnce:
    """A code of an app is good once, whichever process it is sent to, and few can be tried."""

    def clean_code(self) -> str:
        """Refuse a code of the period in which the factor was used already; count the code, unless it is right."""
        counted = count_code(context.request, self.user)  # type: ignore[attr-defined]
        code = super().clean_code()  # type: ignore[misc]
        factor: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if factor.type == Authenticator.Type.TOTP and not _use_in_this_period(factor):
            raise get_adapter().validation_error("incorrect_code")
        rate_limits.take_back(counted)
        return code


def _use_in_this_period(factor: Authenticator) -> bool:
    """Write down that a factor is used, unless that was done since the app made its last code."""
    now = timezone.now()
    seconds = int(now.timestamp())
    begin = datetime.fromtimestamp(seconds - seconds % app_settings.TOTP_PERIOD, tz=UTC)
    used_before = Authenticator.objects.filter(pk=factor.pk).exclude(last_used_at__gte=begin)
    return used_before.update(last_used_at=now) == 1


class _WithCode(InOurWords):
    labels = {"code": _("Code")}
    help_texts = {"code": _("De zes cijfers in uw app, of een herstelcode. De app maakt elke 30 seconden een nieuwe.")}


class AuthenticateForm(_WithCode, OnlyOnce, mfa_forms.AuthenticateForm):
    """Asks for the code at signing in."""


class ReauthenticateCodeForm(_WithCode, OnlyOnce, mfa_forms.ReauthenticateForm):
    """Asks for a code again."""


class ActivateAppForm(InOurWords, totp_forms.ActivateTOTPForm):
    """Asks for the first code of an app."""

    labels = {"code": _("Code uit de app")}
    help_texts = {"code": _("Zes cijfers. De app maakt elke 30 seconden een nieuwe.")}


class CredentialField(forms.JSONField):
    """What a passkey says, as JSON: Django's field fails on numbers and depths that Python does not read."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return what was said; refuse what is longer than any passkey says, or cannot be read."""
        if isinstance(value, str) and len(value) > MOST_OF_A_CREDENTIAL:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class WellFormedKey(forms.Form):
    """What a passkey says comes from a stranger: what is no such answer is refused, whatever its shape."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """Refuse what cannot be read as an answer of a passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateKeyForm(WellFormedKey, webauthn_forms.AuthenticateWebAuthnForm):
    """Takes the answer of a passkey after the password."""


class LoginKeyForm(WellFormedKey, webauthn_forms.LoginWebAuthnForm):
    """Takes the answer of a passkey in the place of a password."""


class ReauthenticateKeyForm(WellFormedKey, webauthn_forms.ReauthenticateWebAuthnForm):
    """Takes the answer of a passkey again."""


class AddKeyForm(InOurWords, webauthn_forms.AddWebAuthnForm):
    """Takes a new passkey, with a name for it. Each asks who holds it: by fingerprint, face or PIN."""

    labels = {"name": _("Naam van de passkey"), "passwordless": _("Ook inloggen zonder wachtwoord")}
    help_texts = {
        "name": _("Bijvoorbeeld: telefoon, of laptop op kantoor."),
        "passwordless": _("De passkey vraagt dan zelf om uw vinger, gezicht of pincode."),
    }
    name = forms.CharField(required=False, max_length=MOST_OF_A_NAME)
    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read as a new passkey."""
        try:
            return super().clean()
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenameKeyForm(InOurWords, webauthn_forms.EditWebAuthnForm):
    """Asks for another name for a passkey."""

    labels = {"name": _("Naam van de passkey")}
    name = forms.CharField(max_length=MOST_OF_A_NAME)


class NewAccountForm(forms.ModelForm):
    """Asks the administrator for the name and the address of a new colleague, who then chooses a password."""

    email = forms.EmailField(
        label="E-mailadres",
        help_text="Uw collega kiest zelf een wachtwoord, met 'Wachtwoord vergeten' op de pagina om in te loggen.",
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "email")
        field_classes = {"username": UsernameField}

    def clean_email(self) -> str:
        """Refuse an address that cannot be mailed, and one that belongs to another account."""
        email = self.cleaned_data["email"]
        refuse_unmailable(email)
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise ValidationError("Dit adres hoort al bij een ander account.")
        return email

    def save(self, commit: bool = True) -> Any:
        """Keep the account, which no password opens yet."""
        self.instance.set_unusable_password()
        return super().save(commit)
