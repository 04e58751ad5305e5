"""Any two ways to change a record, begun at once: whatever either typed is afterwards stored, kept or shown.

What lives here: a table of all pairs. Each of the two sees the record, then the first is done, then the second; both
type something in the same field and something in one of their own. What is typed may be in the record, in a draft that
is still open, or on the page that the second got to choose on; nowhere else, and never gone.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from services.models import Check, Draft, ImportPlan, Proposal, ProposalField, Provider
from services.phone_numbers import shown
from services.upkeep.checks import confirm, parts_of_record
from services.upkeep.door import BY_PROVIDER, versions_of
from services.upkeep.proposals import propose
from services.upkeep.record import as_stored
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.desk.forms_of_records import AREA, known_record, opened, sends

pytestmark = pytest.mark.django_db

# What is left to do once somebody has seen the record; it returns what they read afterwards.
Rest = Callable[[], str]


def by_form(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    form = opened(desk, loket)
    return lambda: text_of(sends(desk, loket, form, **typed))


def on_a_day(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    day = timezone.localdate() + timedelta(days=1)
    sends(desk, loket, opened(desk, loket), "plan", publiceer_op=f"{day.day}-{day.month}-{day.year}", **typed)

    def publish() -> str:
        Draft.objects.filter(kind="scheduled").update(publish_on=timezone.localdate())
        call_command("publish_due", verbosity=0)
        return ""

    return publish


def by_file(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    row = {
        "slug": loket.slug,
        "name": loket.name,
        "type": "learning_work_desk",
        "areas": AREA,
        "source": "test",
    } | typed
    file = "\n".join([",".join(row), ",".join(row.values())]).encode()
    page = desk.post(reverse("desk_files"), {"file": SimpleUploadedFile("loket.csv", file)})
    plan = ImportPlan.objects.get(pk=page["Location"].strip("/").rpartition("/")[2])
    return lambda: text_of(desk.post(reverse("desk_plan_apply", args=[plan.pk])))


def by_a_proposal(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    proposal = propose(provider=loket, source=Proposal.Source.COLLEAGUE, on=timezone.localdate(), values=typed)
    chosen = {f"keuze_{key}": "over" for key in proposal.fields.values_list("pk", flat=True)}
    shown_then = {"version": versions_of([loket.pk])[loket.pk]}
    return lambda: text_of(desk.post(reverse("desk_proposal", args=[proposal.pk]), shown_then | chosen))


def by_a_press(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    pressed = {"version": versions_of([loket.pk])[loket.pk], "method": "phone"}
    return lambda: text_of(desk.post(reverse("desk_still_holds", args=[loket.slug]), pressed))


def by_the_provider(desk: Client, loket: Provider, typed: dict[str, str]) -> Rest:
    def holds() -> str:
        confirm(
            provider=Provider.objects.get(),
            parts=parts_of_record(loket),
            on=timezone.localdate(),
            by=BY_PROVIDER,
            method=Check.Method.PROVIDER,
        )
        return ""

    return holds


# Each way, and whether it changes what is told; the others say that it still holds.
WAYS: dict[str, tuple[Callable[[Client, Provider, dict[str, str]], Rest], bool]] = {
    "form": (by_form, True),
    "planned": (on_a_day, True),
    "file": (by_file, True),
    "proposal": (by_a_proposal, True),
    "press": (by_a_press, False),
    "provider": (by_the_provider, False),
}
PAIRS = [(first, second) for first, second in product(WAYS, WAYS) if WAYS[first][1] or WAYS[second][1]]
FIRST = {"phone": "+31269998877", "opening_hours": "Elke dag van de eerste"}
SECOND = {"phone": "+31263120000", "website": "https://tweede.test/"}


def text_of(answer: Any) -> str:
    return answer.content.decode() if answer.status_code == 409 else ""


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=[f"{first}-{second}" for first, second in PAIRS])
def test_nothing_that_either_of_two_typed_is_gone(first, second):
    loket = known_record()
    jan, eva = at_the_desk(colleague("jan")), at_the_desk(colleague("eva"))
    (begin_first, tells_first), (begin_second, tells_second) = WAYS[first], WAYS[second]
    end_first, end_second = begin_first(jan, loket, FIRST), begin_second(eva, loket, SECOND)

    read = end_first() + end_second()

    drafts = Draft.objects.filter(ended_at=None).values_list("typed", flat=True)
    proposed = ProposalField.objects.filter(state=Proposal.State.OPEN).values_list("new", flat=True)
    places = json.dumps([as_stored([loket.pk]), *drafts, *proposed])
    for typed in (FIRST if tells_first else {}, SECOND if tells_second else {}):
        for name, text in typed.items():
            assert text in places or any(one in read for one in (text, shown(text))), name
    for way, says in ((first, tells_first), (second, tells_second)):
        if not says:
            assert Check.objects.exists() or "Er is niets vastgelegd" in read, way
    if tells_first:
        assert as_stored([loket.pk])[loket.pk]["phone"] == FIRST["phone"], "who was first is never written over"
