"""Mail that comes back is noted with the mail it was, and nothing else is taken for it."""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core.management import call_command

from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import MailState, OutgoingMail

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: terug@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261123.1@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; weg@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--grens
Content-Type: {original}

From: VWNW-portaal <portaal@example.org>
To: weg@example.org
Subject: Een aanvraag
Message-ID: <{number}@example.org>

{body}
--grens--
"""


def report(
    number,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 no such mailbox",
    original: str = "message/rfc822",
    body: str = "Lees de aanvraag.",
) -> bytes:
    filled = REPORT.format(number=number, action=action, status=status, words=words, original=original, body=body)
    return filled.replace("\n", "\r\n").encode()


@pytest.fixture
def mail(db) -> OutgoingMail:
    """A mail that was sent."""
    mail = outbox.put(
        purpose=MailPurpose.INVITE, to="weg@example.org", subject="Een aanvraag", text="Lees de aanvraag."
    )
    OutgoingMail.objects.update(state=MailState.SENT)
    return mail


@pytest.fixture
def come_back(monkeypatch, capsys):
    """Give a returned mail to the command, as a mail server does; return what the command prints."""

    def give(raw: bytes) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("record_bounce")
        return capsys.readouterr().out

    return give


def state_of(mail: OutgoingMail) -> str:
    mail.refresh_from_db()
    return mail.state


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_is_found_by_its_number(mail, come_back, original):
    printed = come_back(report(mail.pk, original=original))

    assert str(mail.pk) in printed
    assert state_of(mail) == MailState.BOUNCED
    assert mail.error == "5.1.1 smtp; 550 no such mailbox"


def test_a_mail_that_was_late_for_days_and_then_given_up_came_back(mail, come_back):
    come_back(report(mail.pk, status="4.4.7", words="delivery time expired"))

    assert state_of(mail) == MailState.BOUNCED


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_anything_but_failure_changes_nothing(mail, come_back, action):
    assert "Niets genoteerd" in come_back(report(mail.pk, action=action, status="4.2.2"))
    assert state_of(mail) == MailState.SENT


def test_an_out_of_office_reply_changes_nothing(mail, come_back):
    reply = EmailMessage()
    reply["From"], reply["Subject"] = "weg@example.org", "Afwezig: Een aanvraag"
    reply["In-Reply-To"] = f"<{mail.pk}@example.org>"
    reply["Auto-Submitted"] = "auto-replied"
    reply.set_content(f"Ik ben er niet.\n> Message-ID: <{mail.pk}@example.org>")

    assert "Niets genoteerd" in come_back(bytes(reply))
    assert state_of(mail) == MailState.SENT


def test_a_returned_mail_in_exims_older_form_is_read_too(mail, come_back):
    returned = EmailMessage()
    returned["From"], returned["Subject"] = "MAILER-DAEMON@mx.example.net", "Mail delivery failed"
    returned["X-Failed-Recipients"] = "weg@example.org"
    returned.set_content(f"Unrouteable address\n\nMessage-ID: <{mail.pk}@example.org>\n", cte="base64")

    come_back(bytes(returned))

    assert state_of(mail) == MailState.BOUNCED


@pytest.mark.parametrize("before", [MailState.WAITING, MailState.FAILED, MailState.CANCELLED])
def test_a_mail_that_never_left_cannot_come_back(mail, come_back, before):
    OutgoingMail.objects.update(state=before)

    come_back(report(mail.pk))

    assert state_of(mail) == before


@pytest.mark.parametrize("before", [MailState.UNSURE, MailState.HANDING_OVER])
def test_a_mail_that_came_back_did_leave(mail, come_back, before):
    OutgoingMail.objects.update(state=before)

    come_back(report(mail.pk))

    assert state_of(mail) == MailState.BOUNCED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 geen mail",
        report("00000000-0000-4000-8000-000000000000"),
        report("geen-nummer"),
        report("x").replace(b"--grens--", b""),
    ],
)
def test_whatever_else_comes_is_no_reason_to_fail(mail, come_back, raw):
    assert "Niets genoteerd" in come_back(raw)
    assert state_of(mail) == MailState.SENT


def test_the_words_of_a_returned_mail_fit_on_a_line(mail, come_back):
    come_back(report(mail.pk, words="550 " + "x" * 2000))

    mail.refresh_from_db()
    assert len(mail.error) <= 500
    assert "\n" not in mail.error
