"""What Django's admin leaves to the pages of an account: signing in, passwords, addresses and factors.

What lives here: closing the desk's own ways to these. What does not: the rest of the desk, which each app registers.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.models import Authenticator
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from vwnw_portal.sign_in.forms import NewAccountForm

Account = get_user_model()


class AccountAdmin(UserAdmin):
    """Accounts of staff. An address is changed by its owner, who is asked for the password first.

    A new one has no password: its owner chooses one, so that nobody else ever knows it.
    """

    add_form = NewAccountForm
    add_form_template = None  # Django's tells of a password
    add_fieldsets = ((None, {"fields": ("username", "email")}),)

    def get_readonly_fields(self, request: HttpRequest, account: Any = None) -> tuple[str, ...]:
        """Return what can be read only: of an account that is there, its address."""
        return (*super().get_readonly_fields(request, account), *(("email",) if account else ()))


def leave_to_account_pages(desk: AdminSite) -> None:
    """Close the desk's own ways to sign in, to change a password, and to what factors are made of."""
    desk.login = _sign_in
    desk.password_change = _change_password
    for model in (Authenticator, EmailAddress, Account):
        if desk.is_registered(model):
            desk.unregister(model)
    desk.register(Account, AccountAdmin)


@login_not_required
def _sign_in(request: HttpRequest, _extra_context: Any = None) -> HttpResponse:
    """Lead to the one page to sign in, and from there to the page that was asked for."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
    return redirect(add_query_params(reverse("account_login"), {REDIRECT_FIELD_NAME: wanted}))


def _change_password(_request: HttpRequest, _extra_context: Any = None) -> HttpResponse:
    return redirect("account_change_password")
