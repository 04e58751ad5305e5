"""Which addresses can be mailed to, and which of them are one mailbox."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from services.mail_addresses import can_be_mailed, mailbox_of

ONE_MAILBOX = [
    ("naam@bedrijf.nl", ["Naam@Bedrijf.NL", " naam@bedrijf.nl ", "naam+een@bedrijf.nl", "naam+een+twee@bedrijf.nl"]),
    ("naam@gmail.com", ["n.a.a.m@gmail.com", "Naam+x@googlemail.com", "na.am+x.y@GMAIL.com", "n.aam@googlemail.com"]),
    ("naam@bücher.example", ["naam@xn--bcher-kva.example", "naam+x@BÜCHER.example"]),
]
OTHER_MAILBOXES = [("n.aam@bedrijf.nl", "naam@bedrijf.nl"), ("naam@gmail.com", "naam@gmail.nl"), ("a@b.nl", "a@c.nl")]
CANNOT_BE_MAILED = [
    "naam@[127.0.0.1]",
    "naam@[192.0.2.7]",
    "naam@[IPv6:::1]",
    "naam@[IPv6:2001:db8::1]",
    "naam@127.0.0.1",
    "naam@192.0.2.70",
    "root@localhost",
    "root@mail.localhost",
    "root@server.local",
    "root@server.internal",
    '"naam"@bedrijf.nl',
    '"na am"@bedrijf.nl',
    # IDNA 2003 makes another domain of these: strasse, fi, and so on.
    "naam@straße.example",
    "naam@ﬁ.example",
    "naam@faß.example",
    "naam@βόλος.example",
    "naam@bei\N{ZERO WIDTH JOINER}spiel.example",
    "naam@Ⅷ.example",
]
CAN_BE_MAILED = ["naam@bedrijf.nl", "naam+een@bedrijf.nl", "naam@bücher.example", "naam@ijsvereniging.nl", "a@3.nl"]


@pytest.mark.parametrize(("mailbox", "others"), ONE_MAILBOX)
def test_a_mailbox_has_one_name_however_it_is_written(mailbox, others):
    assert {mailbox_of(other) for other in others} == {mailbox_of(mailbox)}


@pytest.mark.parametrize(("one", "other"), OTHER_MAILBOXES)
def test_other_mailboxes_have_other_names(one, other):
    assert mailbox_of(one) != mailbox_of(other)


@pytest.mark.parametrize("address", CANNOT_BE_MAILED)
def test_mail_to_a_machine_or_to_another_domain_than_was_typed_is_refused(address):
    assert not can_be_mailed(address)


@pytest.mark.parametrize("address", CAN_BE_MAILED)
def test_mail_to_a_domain_as_it_was_typed_may_go(address):
    assert can_be_mailed(address)


def test_most_of_what_is_refused_passes_for_an_address_elsewhere():
    def passes(address):
        try:
            validate_email(address)
        except ValidationError:
            return False
        return True

    assert sum(map(passes, CANNOT_BE_MAILED)) > len(CANNOT_BE_MAILED) / 2
