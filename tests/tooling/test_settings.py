"""A portal that is set up wrong does not start, and says what to do."""

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


@pytest.mark.parametrize(
    ("environment", "hint"),
    [
        (
            {"SECRET_KEY": "", "ALLOWED_HOSTS": "example.org"},
            "SECRET_KEY is empty: set it to a long random text",
        ),
        ({"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty: name the host names"),
        ({"DEBUG": "1"}, "DEBUG and PRODUCTION are both on: leave DEBUG out"),
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
