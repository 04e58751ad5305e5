"""What the processes of the kill tests do: each chore is a function, named by the test that orders it.

What lives here: the chores. What does not: dying (killing.py), the tests (loop/test_kills.py).
"""

import os
import pickle

from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions, pauses
from referrals.loop.links import Purpose, token_of
from referrals.loop.refusals import Refused
from referrals.mail import outbox
from referrals.mail.admin import OutgoingMailAdmin
from referrals.mail.purposes import MailPurpose
from referrals.models import CaseDetails, Outcome, OutgoingMail, Referral, ReferralEvent, ReferredCase, TakenOn
from referrals.status import DeclineReason, State
from services.desk.reasons import urgencies_of
from services.files.plans import apply_plan, counts_of, make_plan, read_on
from services.models import Check, ImportPlan, Provider, RecordChange
from services.upkeep.record import as_stored
from tests.referrals.support import referred
from tests.referrals.support.verbs import SCENES, VERBS
from tests.referrals.support.whole_cases import faults_in

DIRECTORY = settings.EXAMPLES_DIR / "directory.csv"
TABLES = [model._meta.db_table for model in (OutgoingMail, ReferredCase)]


def prepare() -> None:
    """Fill an empty database with the reference facts and the example directory."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("import_providers", str(DIRECTORY), "--json")


def begin_anew() -> None:
    """Remove every case and mail (rows of events refuse to be deleted one by one), and check every record."""
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), TABLES, allow_cascade=True))
    referred.reachable_directory()


def put_mails(number: int) -> list[str]:
    """Put so many mails in an empty queue; return their numbers."""
    begin_anew()
    words = {"purpose": MailPurpose.INVITE, "subject": "Een aanvraag", "text": "Lees de aanvraag.\n" * 40}
    return [str(outbox.put(to=f"organisatie{each}@example.org", **words).pk) for each in range(number)]


def send_mail() -> None:
    """Run the command that sends mail."""
    call_command("send_mail")


def send_together(senders: int) -> None:
    """Run so many of them at once."""
    children = []
    for _sender in range(senders):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                call_command("send_mail")
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        raise RuntimeError(f"a sender failed: {statuses}")


def refer() -> str:
    """Refer a case to two providers; return the path of the page where the employer confirms."""
    begin_anew()
    case = referred.unconfirmed_case(referred.BRANCH, referred.MOBILITY)
    return reverse("refer_confirm", args=[token_of(Purpose.CONFIRM, case.details)])


def refer_and_confirm(number: int) -> None:
    """Refer and confirm so many cases, one provider each."""
    begin_anew()
    for each in range(number):
        referred.sent_case(email=f"werkgever{each}@bedrijf.example")


def refer_long_ago() -> None:
    """Leave cases to which a month gives something to do: silence in a line, silence at its end, a case unconfirmed."""
    begin_anew()
    referred.sent_case(referred.MOBILITY, referred.BRANCH, one_by_one=True, email="rij@bedrijf.example")
    referred.sent_case(referred.GATEKEEPER, email="laatste@bedrijf.example")
    referred.unconfirmed_case(email="onbevestigd@bedrijf.example")


def refer_last_week() -> None:
    """Add cases whose provider is to be reminded, said no, and waits for an answer to its question."""
    referred.sent_case(referred.ENTRY, email="herinneren@bedrijf.example")
    line = referred.sent_case(referred.DESK, referred.BRANCH, one_by_one=True, email="nee@bedrijf.example")
    no = DeclineReason.NO_CAPACITY
    actions.decline(referral=referred.referral_to(line, referred.DESK), reason=no, at=timezone.now())
    asking = referred.referral_to(referred.sent_case(email="vraag@bedrijf.example"))
    pauses.ask(referral=referred.bring_into(State.SEEN, asking), codes=["told"], at=timezone.now())


def followup() -> None:
    """Run the daily command."""
    call_command("followup")


def picture() -> dict:
    """Return what there is, without keys and times: two roads that end in the same picture did the same."""
    return {
        "referrals": sorted(Referral.objects.values_list("provider__slug", "state")),
        "sent": ReferredCase.objects.filter(sent_on__isnull=False).exclude(employer="").count(),
        "events": sorted(ReferralEvent.objects.values_list("referral__provider__slug", "what", "before", "after")),
        "mails": sorted(OutgoingMail.objects.values_list("purpose", "to")),
        "confirmed": sorted((one.email, one.confirmed_at is not None) for one in CaseDetails.objects.all()),
        "told": [RecordChange.objects.count(), Check.objects.count(), Outcome.objects.count(), TakenOn.objects.count()],
    }


def mails() -> dict[str, str]:
    """Return every mail by its number, with its state."""
    return {str(key): state for key, state in OutgoingMail.objects.values_list("pk", "state")}


def shown_to_staff() -> list[str]:
    """Return the numbers of the mails in the staff's list."""
    return [str(mail.pk) for mail in OutgoingMailAdmin(OutgoingMail, site).get_queryset(None)]


# --- One verb -----------------------------------------------------------------------------------------------


def scenes_of_all_verbs() -> dict[str, str]:
    """Make a case for each verb; return what somebody who read it then is about to press, in a form that is kept."""
    begin_anew()
    made = {
        name: SCENES[verb.scene](email=f"{place}@bedrijf.example") for place, (name, verb) in enumerate(VERBS.items())
    }
    return {name: pickle.dumps(VERBS[name].read(case)).hex() for name, case in made.items()}


def press(kept: str) -> str:
    """Press it; return why that is refused, or nothing."""
    try:
        pickle.loads(bytes.fromhex(kept))()  # noqa: S301 - our own
    except Refused as refused:
        return type(refused).__name__
    return ""


def press_and_undo(kept: str) -> None:
    """Press it, and undo all of it."""
    with transaction.atomic():
        press(kept)
        transaction.set_rollback(True)


def faults() -> list[str]:
    """Return what is wrong with any case."""
    return [fault for case in ReferredCase.objects.values_list("pk", flat=True) for fault in faults_in(case)]


# --- A file of records ---------------------------------------------------------------------------------------


def keep_file(records: int, number: int) -> int:
    """Take in a file that gives so many records this phone number; return the key of its plan."""
    rows = [f"bestand-{each},Bestand {each},employer_service_point,NL,020 123 {number:04}" for each in range(records)]
    sender = get_user_model().objects.get_or_create(username="sender")[0]
    data = "\n".join(["slug,name,type,areas,phone", *rows]).encode()
    return make_plan(data=data, name="bestand.csv", by=sender).pk


def read_file(key: int) -> dict:
    """Read on in a file to its end; return what it would do."""
    plan = ImportPlan.objects.get(pk=key)
    read_on(plan=plan, on=timezone.localdate(), reach=~Q(pk__in=[]), most_records=1000)
    plan.refresh_from_db()
    return {"is_read": plan.is_read, **counts_of(plan)}


def apply_file(key: int) -> int:
    """Do what a file says; return the number of the change."""
    plan = ImportPlan.objects.get(pk=key)
    return apply_plan(plan=plan, by=plan.by, reach=~Q(pk__in=[]), urgencies=urgencies_of).change_set_id


def records() -> dict:
    """Return all records with their history, and which files began and did not end."""
    stored = as_stored(Provider.objects.values_list("pk", flat=True))
    history = sorted(RecordChange.objects.values_list("change_set_id", "provider_id"))
    begun = ImportPlan.objects.filter(applied_at=None).exclude(began_at=None).values_list("pk", flat=True)
    return {"stored": sorted(stored.items()), "history": history, "begun": list(begun)}


CHORES = {
    chore.__name__: chore
    for chore in (
        prepare,
        put_mails,
        send_mail,
        send_together,
        refer,
        refer_and_confirm,
        refer_long_ago,
        refer_last_week,
        followup,
        picture,
        mails,
        shown_to_staff,
        keep_file,
        read_file,
        apply_file,
        records,
        scenes_of_all_verbs,
        press,
        press_and_undo,
        faults,
    )
}
