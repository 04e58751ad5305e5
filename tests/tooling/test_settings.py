"""A portal that is set up wrong does not start, and says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


MANAGE = [sys.executable, "manage.py", "check"]
GUNICORN = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "1"]
SAFE = {"PRODUCTION": "1", "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "example.org"}
SENDER = {
    "OWNER_NAME": "Stichting Voorbeeld",
    "CONTACT_EMAIL": "beheer@example.org",
    "PRIVACY_CONTACT": "privacy@example.org",
    "COMPLAINT_WAY": "klacht@example.org",
}


def start_with(tmp_path: Path, command=MANAGE, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def values_of(tmp_path: Path, *names: str, **environment: str) -> list:
    """Return settings as a portal with this environment has them."""
    asked = f"import json; from vwnw_portal import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    result = start_with(tmp_path, [sys.executable, "-c", asked], **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("environment", "hint"),
    [
        (
            {"SECRET_KEY": "", "ALLOWED_HOSTS": "example.org"},
            "SECRET_KEY is empty: set it to a long random text",
        ),
        ({"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty: name the host names"),
        ({"DEBUG": "1"}, "DEBUG and PRODUCTION are both on: leave DEBUG out"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY, or one of SECRET_KEY_FALLBACKS, is shorter than 50 characters"),
        ({"SECRET_KEY": "k" * 60, "SECRET_KEY_FALLBACKS": f"{'o' * 60},kort"}, "is shorter than 50 characters"),
    ],
)
def test_production_does_not_start_when_it_is_unsafe(tmp_path, environment, hint):
    result = start_with(tmp_path, PRODUCTION="1", **environment)

    assert result.returncode != 0
    assert hint in result.stderr


@pytest.mark.parametrize("command", [MANAGE, GUNICORN], ids=["manage.py", "gunicorn"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("OWNER_NAME", "OWNER_NAME is empty: readers must know who runs this portal."),
        ("CONTACT_EMAIL", "CONTACT_EMAIL is empty: readers must know where to write."),
        ("PRIVACY_CONTACT", "PRIVACY_CONTACT is empty: readers must know whom to ask about their data."),
        ("COMPLAINT_WAY", "COMPLAINT_WAY is empty: readers must know how to complain."),
    ],
)
@pytest.mark.parametrize("empty", ["", " "])
def test_production_does_not_start_in_any_way_without_a_sender(tmp_path, command, name, hint, empty):
    result = start_with(tmp_path, command, **SAFE, **SENDER | {name: empty})

    assert result.returncode != 0
    assert f"{hint} Fill it in (see .env.example)." in result.stderr


@pytest.mark.parametrize("command", [MANAGE, GUNICORN], ids=["manage.py", "gunicorn"])
@pytest.mark.parametrize("production", ["0", "1"])
@pytest.mark.parametrize("empty", ["", " "])
def test_behind_a_proxy_it_does_not_start_without_the_header_that_says_where_a_request_comes_from(
    tmp_path, command, production, empty
):
    behind = SAFE | SENDER | {"PRODUCTION": production, "BEHIND_TLS_PROXY": "1", "CLIENT_ADDRESS_HEADER": empty}

    result = start_with(tmp_path, command, **behind)

    assert result.returncode != 0
    assert "BEHIND_TLS_PROXY is on and CLIENT_ADDRESS_HEADER is empty" in result.stderr


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP"])
def test_behind_a_proxy_it_starts_with_that_header_and_a_number_of_proxies(tmp_path, header):
    behind = SAFE | SENDER | {"BEHIND_TLS_PROXY": "1", "CLIENT_ADDRESS_HEADER": header}

    assert values_of(tmp_path, "CLIENT_ADDRESS_HEADER", "TRUSTED_PROXIES", **behind) == [header, 1]
    assert values_of(tmp_path, "TRUSTED_PROXIES", **behind, TRUSTED_PROXIES="2") == [2]
    for wrong in ("0", "-1", "een"):
        assert "TRUSTED_PROXIES" in start_with(tmp_path, **behind, TRUSTED_PROXIES=wrong).stderr


@pytest.mark.parametrize("production", ["0", "1"])
@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.7", "mailhog"])
def test_mail_goes_to_no_other_machine_without_tls(tmp_path, production, host):
    environment = SAFE | SENDER | {"PRODUCTION": production, "EMAIL_HOST": host}

    result = start_with(tmp_path, **environment, EMAIL_USE_TLS="0")

    assert result.returncode != 0
    assert "EMAIL_USE_TLS is off and EMAIL_HOST is another machine" in result.stderr
    assert values_of(tmp_path, "EMAIL_USE_TLS", **environment) == [True]


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1"])
def test_mail_on_this_machine_needs_no_tls(tmp_path, host):
    assert values_of(tmp_path, "EMAIL_USE_TLS", EMAIL_HOST=host) == [False]


def test_the_keys_of_before_come_from_the_environment(tmp_path):
    keys = {"SECRET_KEY_FALLBACKS": f"{'o' * 60},{'p' * 60}"}

    assert values_of(tmp_path, "SECRET_KEY_FALLBACKS", **SAFE, **SENDER, **keys) == [["o" * 60, "p" * 60]]


@pytest.mark.parametrize(("given", "preload"), [({}, False), ({"HSTS_PRELOAD": "1"}, True)])
def test_the_owner_of_the_domain_decides_on_the_list_of_https_only_sites(tmp_path, given, preload):
    assert values_of(tmp_path, "SECURE_HSTS_PRELOAD", **SAFE, **SENDER, **given) == [preload]


def test_whom_to_tell_of_a_hole_may_be_an_address_a_page_or_a_number(tmp_path):
    named = "veilig@example.org, https://example.org/melden,tel:+31261234567"

    assert values_of(tmp_path, "SECURITY_CONTACT", SECURITY_CONTACT=named) == [
        ["mailto:veilig@example.org", "https://example.org/melden", "tel:+31261234567"]
    ]
    assert values_of(tmp_path, "SECURITY_CONTACT", SECURITY_CONTACT="") == [[]]
    for wrong in ("iemand", "http://example.org/melden", "veilig@example.org\nExpires: 2099", "mailto:x"):
        assert "SECURITY_CONTACT must be" in start_with(tmp_path, SECURITY_CONTACT=wrong).stderr


def test_pages_may_show_pictures_of_the_tile_server_that_is_set_and_of_no_other(tmp_path):
    def images(url: str) -> list[str]:
        (policy,) = values_of(tmp_path, "CONTENT_SECURITY_POLICY", MAP_TILE_URL=url)
        return [one for one in policy["DIRECTIVES"]["img-src"] if "//" in one]

    assert images("https://tiles.example.org:8443/osm/{z}/{x}/{y}.png?key=a;b") == ["https://tiles.example.org:8443"]
    assert images("") == []
    for wrong in (
        "tiles.example.org/{z}/{x}/{y}",
        "https://{s}.example.org/{z}/{x}/{y}",
        "https://a.nl/{z}",
        "http://a.nl/{z}/{x}/{y}",
    ):
        assert "MAP_TILE_URL must be" in start_with(tmp_path, MAP_TILE_URL=wrong).stderr


def test_everything_that_is_missing_of_the_sender_is_said_at_once(tmp_path):
    result = start_with(tmp_path, **SAFE, **dict.fromkeys(SENDER, ""))

    assert all(f"{name} is empty" in result.stderr for name in SENDER)


def test_production_starts_when_it_is_safe_and_has_a_sender(tmp_path):
    result = start_with(tmp_path, **SAFE, **SENDER)

    assert result.returncode == 0, result.stderr


def test_a_value_of_the_wrong_kind_is_named(tmp_path):
    result = start_with(tmp_path, EMAIL_PORT="post")

    assert result.returncode != 0
    assert "EMAIL_PORT" in result.stderr


def test_an_empty_environment_starts_with_a_key_of_its_own(tmp_path):
    result = start_with(tmp_path, SECRET_KEY="", PRODUCTION="0")

    assert result.returncode == 0, result.stderr
    assert len((tmp_path / "secret_key").read_text()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
