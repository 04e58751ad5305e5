"""The project keeps its own promises: migrations, import order and locks."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_rooms_import_one_way(monkeypatch):
    monkeypatch.chdir(ROOT)

    assert lint_imports() == 0


def test_the_locks_match_the_project():
    result = subprocess.run(
        [sys.executable, "scripts/check_locks.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
