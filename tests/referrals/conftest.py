"""The small directory that the routing examples are about."""

import pytest
from django.conf import settings
from django.core.management import call_command

CASES = settings.EXAMPLES_DIR


@pytest.fixture
def example_directory(db, capsys):
    """Fill the directory with the organisations of fixtures/rule_examples/directory.csv."""
    call_command("import_providers", str(CASES / "directory.csv"), "--json")
    capsys.readouterr()
