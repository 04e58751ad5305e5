"""The small directory that the routing examples are about."""

from pathlib import Path

import pytest
from django.core.management import call_command

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture
def example_directory(db, capsys):
    """Fill the directory with the organisations of tests/cases/directory.csv."""
    call_command("import_providers", str(CASES / "directory.csv"), "--json")
    capsys.readouterr()
