"""A portal that is set up wrong does not start, and says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start_with(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
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


def test_a_value_of_the_wrong_kind_is_named(tmp_path):
    result = start_with(tmp_path, EMAIL_PORT="post")

    assert result.returncode != 0
    assert "EMAIL_PORT" in result.stderr


def test_an_empty_environment_starts_with_a_key_of_its_own(tmp_path):
    result = start_with(tmp_path, SECRET_KEY="", PRODUCTION="0")

    assert result.returncode == 0, result.stderr
    assert len((tmp_path / "secret_key").read_text()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
