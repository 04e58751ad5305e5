"""A signed value is unpacked no further than the portal ever packs, wherever it comes in.

A little packed text can be gigabytes.
"""

import tracemalloc
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from referrals.advice import saved_cases
from referrals.employee.questions import ANSWERS as EMPLOYEE
from referrals.intake.answer_cookie import COOKIE
from referrals.loop.links import PAGES, Purpose

pytestmark = pytest.mark.django_db

A_LOT = "0" * 50_000_000


def packed(content: object, salt: str) -> str:
    return signing.dumps(content, salt=salt, compress=True)


def in_the_answers_of_a_case(client) -> str:
    client.cookies[COOKIE.name] = packed({"sector": {"sector": A_LOT}}, COOKIE.salt)
    return reverse("case_check")


def in_the_answers_of_an_employee(client) -> str:
    client.cookies[EMPLOYEE.name] = packed({"location": [A_LOT]}, EMPLOYEE.salt)
    return reverse("employee")


def in_a_message(client) -> str:
    signer = signing.get_cookie_signer(salt=CookieStorage.key_salt)
    client.cookies[f"{settings.COOKIE_PREFIX}messages"] = signer.sign_object([A_LOT], compress=True)
    return reverse("home")


def in_a_session(client) -> str:
    salt = import_module(settings.SESSION_ENGINE).SessionStore().key_salt
    data = packed({"_auth_user_id": A_LOT}, salt)
    Session.objects.create(session_key="a" * 32, session_data=data, expire_date=timezone.now().replace(year=2100))
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return "/beheer/techniek/"


def in_the_link_of_a_kept_case(_client) -> str:
    return reverse("case_kept", args=[packed([A_LOT, "key"], saved_cases.SALT)])


def in_a_link_to(purpose: Purpose):
    return lambda _client: reverse(PAGES[purpose], args=[packed([A_LOT, "key"], f"referrals.links.{purpose}")])


@pytest.mark.parametrize(
    "put",
    [
        in_the_answers_of_a_case,
        in_the_answers_of_an_employee,
        in_a_message,
        in_a_session,
        in_the_link_of_a_kept_case,
        *(pytest.param(in_a_link_to(purpose), id=f"in_a_link_to_{purpose}") for purpose in Purpose),
    ],
)
def test_what_would_become_too_much_is_read_as_none(client, put):
    client.get(reverse("home"))  # what a first page loads and remembers does not count
    path = put(client)
    tracemalloc.start()
    try:
        response = client.get(path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert response.status_code in (200, 302, 404)
    assert peak < len(A_LOT) / 2


def test_signed_values_are_unpacked_in_one_place_only():
    unpacking = [
        path.name
        for folder in ("referrals", "services", "regions", "notation", "vwnw_portal")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
        if any(call in path.read_text() for call in ("signing.loads(", ".decompress(", "import gzip", "import zipfile"))
    ]

    # A workbook is a package that staff send in, unpacked by a counting reader: tests/services/files/test_workbooks.py.
    assert set(unpacking) == {"signed_values.py", "xlsx_package.py"}
