"""The mail queue: mail leaves after commit, goes once, and what cannot go is shown to staff."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.mail.transport import SECONDS_TO_ANSWER
from referrals.models import MailState, OutgoingMail, ReferredCase
from tests.referrals.support.smtp import Delay, HangUp, Meanwhile, Refuse
from tests.staff import sign_in

NOW = timezone.now()


@pytest.fixture
def server(server, settings):
    """A mail server that the portal sends to, as a sender with a name."""
    settings.DEFAULT_FROM_EMAIL = "VWNW-portaal <portaal@example.org>"
    return server


def put(to: str = "werkgever@example.org", **more) -> OutgoingMail:
    words = {
        "purpose": MailPurpose.INVITE,
        "subject": "Een aanvraag",
        "text": "Lees de aanvraag: https://example.org/a/",
    }
    return outbox.put(to=to, **(words | more))


def send(*, later: timedelta = timedelta()) -> outbox.Sent:
    return outbox.send_due(now=timezone.now() + later)


def now_of(mail: OutgoingMail) -> OutgoingMail:
    mail.refresh_from_db()
    return mail


# --- What leaves ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_arrives_as_it_was_written(server, settings):
    settings.BOUNCE_EMAIL = "terug@example.org"
    mail = put(subject="Een aanvraag\nvoor u", text="Dag!", html="<p>Dag!</p>", language="en")

    assert send() == outbox.Sent(sent=1)

    [received] = server.mails
    assert (received.sender, received.recipient) == ("terug@example.org", "werkgever@example.org")
    assert received.message["From"] == "VWNW-portaal <portaal@example.org>"
    assert received.message["Subject"] == "Een aanvraag voor u"
    assert received.message["Message-ID"] == f"<{mail.pk}@example.org>"
    assert received.message["Content-Language"] == "en"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.message.get_body(("plain",)).get_content().strip() == "Dag!"
    assert received.message.get_body(("html",)).get_content().strip() == "<p>Dag!</p>"
    assert now_of(mail).state == MailState.SENT
    assert mail.attempts == 1


@pytest.mark.django_db
def test_without_a_bounce_address_mail_comes_back_to_the_sender_that_readers_see(server, settings):
    settings.BOUNCE_EMAIL = ""
    put()

    send()

    assert server.mails[0].sender == "portaal@example.org"


@pytest.mark.django_db
def test_a_mail_to_nobody_has_failed_at_once(server):
    mail = put(to="")

    assert send() == outbox.Sent()

    assert server.mails == []
    assert now_of(mail).state == MailState.FAILED
    assert mail.error == "Er is geen e-mailadres bekend."


@pytest.mark.django_db(transaction=True)
def test_mail_of_a_transaction_that_fails_never_leaves(server):
    with transaction.atomic():
        put()
        transaction.set_rollback(True)

    assert send() == outbox.Sent()
    assert server.mails == []


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again(server):
    put()
    send()

    assert send(later=timedelta(days=9)) == outbox.Sent()
    assert len(server.mails) == 1


@pytest.mark.django_db
def test_withdrawn_mail_does_not_leave(server):
    case, other = ReferredCase.objects.create(), ReferredCase.objects.create()
    mail, kept = put(case=case), put(case=other)

    assert outbox.cancel(case=case) == 1

    send()
    assert now_of(mail).state == MailState.CANCELLED
    assert server.numbers() == [str(kept.pk)]


@pytest.mark.django_db
def test_withdrawing_asks_whose_mail():
    put()

    with pytest.raises(ValueError, match="whose"):
        outbox.cancel()


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_withdrawn_while_the_server_is_asked_does_not_leave(server):
    mail = put(case=ReferredCase.objects.create())
    server.trouble["rcpt"] = Meanwhile(withdraw_all)

    assert send() == outbox.Sent()

    assert server.steps[-1] == "rcpt"
    assert now_of(mail).state == MailState.CANCELLED


def withdraw_all() -> None:
    for case in ReferredCase.objects.all():
        outbox.cancel(case=case)
    connection.close()


@pytest.mark.django_db
def test_a_run_sends_the_longest_waiting_first_and_no_more_than_asked(server):
    later = put(to="later@example.org")
    first = put(to="eerst@example.org")
    OutgoingMail.objects.filter(pk=first.pk).update(due_at=NOW - timedelta(days=1))

    assert outbox.send_due(now=timezone.now(), limit=1) == outbox.Sent(sent=1)

    assert server.numbers() == [str(first.pk)]
    assert now_of(later).state == MailState.WAITING


@pytest.mark.django_db
def test_mail_on_the_console_is_sent_as_well(settings, capsys):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
    mail = put(text="Dag werkgever")

    call_command("send_mail")

    printed = capsys.readouterr().out
    assert "Dag werkgever" in printed
    assert "Mails verstuurd: 1, uitgesteld: 0, geweigerd: 0, onzeker: 0" in printed
    assert now_of(mail).state == MailState.SENT


# --- A server that is away or says no ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_server_that_was_off_for_a_day_gets_a_hundred_mails_once(server):
    mails = [put(to=f"werkgever{number}@example.org") for number in range(100)]
    server.stop()
    for hour in range(24):
        assert send(later=timedelta(hours=hour)).sent == 0

    server.start()
    assert send(later=timedelta(hours=25)).sent == 100

    assert sorted(server.numbers()) == sorted(str(mail.pk) for mail in mails)
    assert send(later=timedelta(hours=48)) == outbox.Sent()
    assert OutgoingMail.objects.exclude(state=MailState.SENT).count() == 0


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_once_a_run(server):
    for _each in range(5):
        put()
    server.stop()

    assert send() == outbox.Sent(postponed=1)


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["away", "without TLS"])
def test_a_server_that_cannot_be_trusted_or_reached_gets_nothing_and_the_log_says_why(
    server, settings, caplog, trouble
):
    put(to="geheim@example.org")
    if trouble == "away":
        server.stop()
    settings.EMAIL_USE_TLS = True

    assert send() == outbox.Sent(postponed=1)

    assert not server.mails
    [line] = [line for line in caplog.messages if line.startswith("no mail to the mail server: ")]
    assert "geheim" not in line
    assert ("TLS" in line) == (trouble == "without TLS")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "trouble"),
    [(step, HangUp()) for step in ("connect", "ehlo", "mail", "rcpt")]
    + [(step, Refuse("451 4.3.0 try again later")) for step in ("ehlo", "mail", "rcpt")],
)
def test_trouble_before_the_message_leaves_only_postpones(server, step, trouble):
    mail = put()
    server.trouble[step] = trouble

    assert send() == outbox.Sent(postponed=1)
    assert now_of(mail).state == MailState.WAITING
    assert mail.error

    server.trouble.clear()
    assert send() == outbox.Sent()
    assert send(later=timedelta(minutes=2)) == outbox.Sent(sent=1)
    assert server.numbers() == [str(mail.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["data", "message"])
def test_a_server_that_cannot_take_the_message_now_gets_it_later(server, step):
    mail = put()
    server.trouble[step] = Refuse("452 4.2.2 mailbox full")

    assert send() == outbox.Sent(postponed=1)
    assert now_of(mail).error == "452 4.2.2 mailbox full"

    server.trouble.clear()
    assert send(later=timedelta(minutes=2)) == outbox.Sent(sent=1)
    assert server.numbers() == [str(mail.pk)]


@pytest.mark.django_db
def test_the_waits_grow_to_an_hour(server):
    mail = put()
    server.trouble["rcpt"] = Refuse("450 4.2.1 later")
    waits, now = [], timezone.now()

    for _attempt in range(8):
        outbox.send_due(now=now)
        waits.append(round((now_of(mail).due_at - now).total_seconds() / 60))
        now = mail.due_at

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["rcpt", "data", "message"])
def test_a_final_no_is_not_tried_again_and_does_not_hold_up_the_next_mail(server, step):
    refused = put(to="weg@example.org")
    server.trouble[step] = Refuse("550 5.1.1 no such mailbox")

    assert send() == outbox.Sent(failed=1)
    assert now_of(refused).state == MailState.FAILED
    assert refused.error == "550 5.1.1 no such mailbox"

    server.trouble.clear()
    after = put()
    assert send(later=timedelta(days=1)) == outbox.Sent(sent=1)
    assert server.numbers() == [str(after.pk)]


@pytest.mark.django_db
def test_one_refused_address_leaves_the_other_mails_of_the_run_alone(server):
    server.refused = {"weg@example.org": "550 5.1.1 no such mailbox"}
    put(to="een@example.org"), put(to="weg@example.org"), put(to="twee@example.org")

    assert send() == outbox.Sent(sent=2, failed=1)
    assert [mail.recipient for mail in server.mails] == ["een@example.org", "twee@example.org"]


@pytest.mark.django_db
def test_a_refusal_of_the_portal_itself_is_not_held_against_the_recipient(server):
    mail = put()
    server.trouble["mail"] = Refuse("550 5.7.1 sender not allowed here")

    assert send() == outbox.Sent(postponed=1)
    assert now_of(mail).error == "550 5.7.1 sender not allowed here"


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "copies"), [("data", 0), ("message", 0), ("accepted", 1)])
def test_a_connection_that_breaks_after_the_hand_over_began_leaves_it_unsure(server, step, copies):
    mail = put()
    server.trouble[step] = HangUp()

    assert send() == outbox.Sent(unsure=1)
    assert now_of(mail).state == MailState.UNSURE

    server.trouble.clear()
    assert send(later=timedelta(days=1)) == outbox.Sent()
    assert len(server.mails) == copies


@pytest.mark.django_db
def test_a_server_that_does_not_answer_in_time_leaves_it_unsure(server, monkeypatch):
    monkeypatch.setattr("referrals.mail.transport.SECONDS_TO_ANSWER", 0.2)
    mail = put()
    server.trouble["accepted"] = Delay(1)

    assert send() == outbox.Sent(unsure=1)
    assert now_of(mail).state == MailState.UNSURE


@pytest.mark.django_db
def test_an_address_of_which_no_mail_can_be_made_does_not_hold_up_the_queue(server):
    broken, good = put(to="niemand"), put()
    OutgoingMail.objects.filter(pk=broken.pk).update(to="a@\nb", due_at=NOW - timedelta(days=1))

    assert send() == outbox.Sent(sent=1, failed=1)
    assert now_of(broken).state == MailState.FAILED
    assert server.numbers() == [str(good.pk)]


# --- Senders that die, and several at once -------------------------------------------------------------------


@pytest.mark.django_db
def test_a_sender_that_died_is_told_from_one_that_is_busy(server):
    mail = put()
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.HANDING_OVER, handled_at=NOW)

    busy = outbox.send_due(now=NOW + timedelta(minutes=5))
    dead = outbox.send_due(now=NOW + timedelta(minutes=11))

    assert (busy, dead) == (outbox.Sent(), outbox.Sent(unsure=1))
    assert now_of(mail).state == MailState.UNSURE
    assert outbox.DEAD_AFTER.total_seconds() > 3 * SECONDS_TO_ANSWER
    assert server.mails == []


@pytest.mark.django_db
def test_a_mail_that_was_written_while_the_clock_was_ahead_goes_when_the_clock_is_right(server, time_machine):
    time_machine.move_to("2036-11-23 10:00:00+00:00", tick=False)
    mail, handed_over = put(), put()
    OutgoingMail.objects.filter(pk=handed_over.pk).update(state=MailState.HANDING_OVER, handled_at=timezone.now())
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)

    assert send() == outbox.Sent(sent=1, unsure=1)

    assert len(server.mails) == 1
    assert now_of(mail).state == MailState.SENT
    assert now_of(handed_over).state == MailState.UNSURE


@pytest.mark.django_db
def test_a_mail_that_waits_for_its_next_try_is_not_taken_for_one_of_a_wrong_clock(server):
    mail = put()
    OutgoingMail.objects.update(due_at=timezone.now() + outbox.LONGEST_WAIT)

    assert send() == outbox.Sent()

    assert now_of(mail).state == MailState.WAITING


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_was_called_dead_too_early_still_tells_what_happened(server):
    mail = put()
    runs = []
    server.trouble["message"] = Meanwhile(lambda: runs.append(call_the_sender_dead()))

    assert send() == outbox.Sent(sent=1)

    assert runs == [(outbox.Sent(unsure=1), 1)]
    assert now_of(mail).state == MailState.SENT
    assert send(later=timedelta(minutes=14)) == outbox.Sent()
    assert server.numbers() == [str(mail.pk)]


def call_the_sender_dead() -> tuple[outbox.Sent, int]:
    """Let a run eleven minutes later find a mail that is being handed over, and let staff send that again."""
    later = timezone.now() + timedelta(minutes=11)
    found = outbox.send_due(now=later), outbox.requeue(OutgoingMail.objects.all(), at=later)
    connection.close()
    return found


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_mail_once(server):
    mails = [put(to=f"werkgever{number}@example.org") for number in range(40)]
    # SQLite's test database lives in one shared cache, where a writer does not wait its turn (a file does).
    senders = 4 if connection.vendor == "postgresql" else 1
    together = threading.Barrier(senders)

    def run():
        together.wait()
        try:
            send()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(server.numbers()) == sorted(str(mail.pk) for mail in mails)


# --- Django's own mail ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mail_of_the_accounts_goes_through_the_queue(server, settings):
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"

    send_mail("Wachtwoord vergeten", "Klik hier.", None, ["Een Medewerker <medewerker@example.org>"])

    assert server.mails == []
    assert send() == outbox.Sent(sent=1)
    assert server.mails[0].recipient == "medewerker@example.org"


@pytest.mark.django_db
def test_a_message_for_two_readers_becomes_two_mails_with_their_html():
    message = EmailMultiAlternatives("Dag", "Dag!", None, ["een@example.org"], bcc=["twee@example.org"])
    message.attach_alternative("<p>Dag!</p>", "text/html")

    get_connection("referrals.mail.outbox.QueueBackend").send_messages([message])

    assert sorted(OutgoingMail.objects.values_list("to", "html")) == [
        ("een@example.org", "<p>Dag!</p>"),
        ("twee@example.org", "<p>Dag!</p>"),
    ]


def test_an_attachment_is_refused_rather_than_lost():
    message = EmailMultiAlternatives("Dag", "Dag!", None, ["een@example.org"])
    message.attach("plan.txt", "inhoud")

    with pytest.raises(ValueError, match="attachments"):
        get_connection("referrals.mail.outbox.QueueBackend").send_messages([message])


# --- What staff see ------------------------------------------------------------------------------------------

LIST = "admin:referrals_outgoingmail_changelist"


def staff(client, *permissions: str) -> None:
    user = User.objects.create_user("medewerker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    sign_in(client, user)


@pytest.fixture
def one_of_each(db):
    """A mail in every state, addressed by the name of its state."""
    for state in MailState:
        OutgoingMail.objects.filter(pk=put(to=f"{state}@example.org", text="https://example.org/geheim/").pk).update(
            state=state
        )


def addresses(response) -> set[str]:
    return {mail.to.partition("@")[0] for mail in response.context["cl"].queryset}


def test_staff_see_the_mails_that_did_not_simply_arrive(client, one_of_each):
    staff(client, "view_outgoingmail")
    OutgoingMail.objects.filter(pk=put(to="postponed@example.org").pk).update(attempts=3, error="451 later")

    response = client.get(reverse(LIST))

    assert addresses(response) == {"failed", "bounced", "unsure", "postponed"}
    assert "451 later" in response.text


def test_staff_see_neither_the_links_in_a_mail_nor_its_address(client, one_of_each):
    staff(client, "view_outgoingmail")
    mail = OutgoingMail.objects.get(state=MailState.FAILED)

    page = client.get(reverse("admin:referrals_outgoingmail_change", args=[mail.pk]))

    assert page.status_code == 200
    assert "geweigerd" in page.text
    assert "failed@example.org" not in page.text
    assert "geheim" not in page.text


def test_staff_can_change_nothing_in_a_mail(client, one_of_each):
    staff(client, "view_outgoingmail", "change_outgoingmail", "delete_outgoingmail", "add_outgoingmail")
    mail = OutgoingMail.objects.get(state=MailState.FAILED)

    changed = client.post(reverse("admin:referrals_outgoingmail_change", args=[mail.pk]), {"to": "x@example.org"})

    assert changed.status_code == 403
    assert client.get(reverse("admin:referrals_outgoingmail_add")).status_code == 403
    assert client.post(reverse("admin:referrals_outgoingmail_delete", args=[mail.pk])).status_code == 403
    assert now_of(mail).to == "failed@example.org"


def requeue(client):
    chosen = [str(key) for key in OutgoingMail.objects.values_list("pk", flat=True)]
    return client.post(reverse(LIST), {"action": "requeue", "_selected_action": chosen}, follow=True)


def test_staff_put_failed_and_unsure_mail_back_and_hear_what_cannot(client, one_of_each, server):
    staff(client, "view_outgoingmail", "change_outgoingmail")

    page = requeue(client).text

    assert "Weer in de wachtrij: 2." in page
    assert "Niet opnieuw te versturen: 1." in page
    send()
    assert {mail.recipient for mail in server.mails} == {
        "failed@example.org",
        "unsure@example.org",
        "waiting@example.org",
    }


def test_staff_without_the_permission_cannot_put_mail_back(client, one_of_each):
    staff(client, "view_outgoingmail")

    requeue(client)

    assert OutgoingMail.objects.filter(state=MailState.WAITING).count() == 1
    assert OutgoingMail.objects.filter(state=MailState.FAILED).count() == 1


def test_the_list_is_closed_to_visitors(client, one_of_each):
    assert client.get(reverse(LIST)).status_code == 302
