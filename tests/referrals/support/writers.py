"""Processes that write to the directory at the same time, each as it happens: an import, staff, a provider, time.

What lives here: the chores, and the process that does them one by one (`python -m tests.referrals.support.writers`).
What does not: the tests (loop/test_deadlocks.py).
"""

import csv
import json
import sys
import traceback
from datetime import timedelta
from pathlib import Path

from django.core.wsgi import get_wsgi_application

# Loads the apps, before their models are imported below.
portal = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from referrals.loop.followup import follow_up  # noqa: E402
from referrals.loop.links import Purpose, token_of  # noqa: E402
from referrals.status import State  # noqa: E402
from services.desk.saving import Asked, NotValid, Saved, save, typed_telling  # noqa: E402
from services.files.importing import import_providers  # noqa: E402
from services.models import Check, Provider  # noqa: E402
from services.staff_models import StaffRole  # noqa: E402
from services.upkeep.door import versions_of  # noqa: E402
from services.upkeep.joining import told_of  # noqa: E402
from services.upkeep.record import as_stored  # noqa: E402
from tests.referrals.support import referred  # noqa: E402
from tests.services.desk.colleagues import colleague  # noqa: E402
from tests.services.providers import by_hand  # noqa: E402

SLUG = referred.BRANCH


def prepare() -> None:
    """Fill an empty database with the reference facts, the example directory and somebody of the staff."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("import_providers", str(settings.EXAMPLES_DIR / "directory.csv"), "--json")
    colleague("beheer", StaffRole.NATIONAL_MANAGER)


def write_file(path: str, rows: int, words: str, *, backwards: bool = False) -> None:
    """Write a file with the provider that the others write to, among so many others, described in these words."""
    with (settings.EXAMPLES_DIR / "directory.csv").open(encoding="utf-8") as file:
        ours = next(row for row in csv.DictReader(file) if row["slug"] == SLUG)
    ours["verified_on"] = ""
    records = [ours | {"slug": f"organisatie-{number}", "email": "", "description_nl": words} for number in range(rows)]
    records.insert(rows // 2, ours | {"description_nl": words})
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(records[0]))
        writer.writeheader()
        writer.writerows(reversed(records) if backwards else records)


def import_file(path: str) -> None:
    """Import a file."""
    summary = import_providers(Path(path).read_bytes(), on=timezone.localdate())
    if summary.errors:
        raise RuntimeError(summary.errors[0])


def save_by_staff(name: str, while_there: str) -> int:
    """Save the record at the desk, as its form does, for as long as a file exists; return how often it was stored."""
    provider, saves = Provider.objects.get(slug=SLUG), 0
    while Path(while_there).exists():
        seen = versions_of([provider.pk])[provider.pk]
        told = told_of(as_stored([provider.pk])[provider.pk]) | {"name": f"{name} {saves + 1}"}
        outcome = save(Asked(typed_telling(told), seen, User.objects.get(), timezone.localdate()), provider)
        if isinstance(outcome, NotValid):
            raise RuntimeError(outcome.form.errors)
        if isinstance(outcome, Saved):  # else somebody else was first, and a person would choose
            saves += 1
            tell_of_a_turn(while_there)
    return saves


def refer(number: int = 1) -> str:
    """Send so many cases to the provider; return the path on which it says, by the last one, that its record holds."""
    referred.reachable_directory(timezone.localdate() - timedelta(days=20))
    for _number in range(number):
        case = referred.sent_case(SLUG)
    link = token_of(Purpose.ANSWER, referred.referral_to(case, SLUG))
    return reverse("answer_confirm_record", args=[link])


def confirm_by_provider(path: str, while_there: str) -> int:
    """Press the button that says that the record holds for as long as a file exists, each time as if on a new day."""
    presses = 0
    while Path(while_there).exists():
        presses += 1
        with by_hand():
            Check.objects.filter(provider__slug=SLUG).delete()
        response = Client().post(path)
        if response.status_code != 302:
            raise RuntimeError(response.status_code)
        tell_of_a_turn(while_there)
    return presses


def tell_of_a_turn(while_there: str) -> None:
    """Say, by a file beside the one that keeps it going, that a chore which goes on has had a turn."""
    Path(f"{while_there}.begun").touch()


def silence() -> int:
    """Run the daily command when nobody answered for long; return how many referrals that ended."""
    return follow_up(now=timezone.now() + timedelta(days=40), force=True).silent  # all that waits is older by then


def waiting() -> int:
    """Return how many referrals still wait for an answer."""
    return referred.Referral.objects.filter(state=State.SENT).count()


CHORES = {
    chore.__name__: chore
    for chore in (prepare, write_file, import_file, save_by_staff, refer, confirm_by_provider, silence, waiting)
}


def serve() -> None:
    """Do each order on standard input, and tell what came of it."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {"result": CHORES[order["chore"]](**order["args"])}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # What commands say goes elsewhere: standard output is for answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    print = lambda line, flush: (answers.write(f"{line}\n"), answers.flush())  # noqa: E731
    serve()
