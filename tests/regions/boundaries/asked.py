"""The command `change_boundaries` as tests ask it, and the digest of all that it may change.

What lives here: helpers. What does not: tests.
"""

import json
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command

from regions.models import AreaMembership, Municipality, Place, Postcode
from services.models import Provider, ServiceArea
from services.work_area.parts import AreaPart


def run(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("change_boundaries", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())["changes"]


def refused(*arguments: str) -> str:
    """Return why the command refuses, having seen that nothing was written."""
    before, out = digest(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("change_boundaries", *arguments, "--json", stdout=out)
    assert ended.value.code == 1
    assert digest() == before
    return " ".join(json.loads(out.getvalue())["errors"])


def digest() -> str:
    """Return the digest of all places and areas and of all work areas; only the keys of the latter's rows are new."""
    tables = [Municipality, Municipality.successors.through, Place, Postcode, AreaMembership]
    rows = [list(table._default_manager.order_by("pk").values_list()) for table in tables]
    areas = sorted(ServiceArea.objects.values_list("provider__slug", *AreaPart._fields), key=repr)
    checks = list(Provider.objects.order_by("pk").values_list("slug", "last_checked_on", "area_checked_on"))
    return sha256(repr((rows, areas, checks)).encode()).hexdigest()
