"""The same employer coming back is recognised within a year, and nobody can tell who it is."""

from datetime import date

import pytest

from referrals.loop.known_employers import digest_of
from referrals.models import DigestKey

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("other", ["hr@bedrijf.nl", "P.Z@Bedrijf.NL", " directie+vwnw@bedrijf.nl "])
def test_mailboxes_of_one_organisation_are_one_employer(other):
    assert digest_of("hr@bedrijf.nl", DAY) == digest_of(other, DAY)


def test_another_organisation_is_another_employer():
    assert digest_of("hr@bedrijf.nl", DAY) != digest_of("hr@anderbedrijf.nl", DAY)
    assert digest_of("hr@bedrijf.nl", DAY) != digest_of("hr@vestiging.bedrijf.nl", DAY)


def test_where_many_share_a_domain_each_mailbox_is_an_employer_of_its_own():
    assert digest_of("bakker@gmail.com", DAY) != digest_of("slager@gmail.com", DAY)
    assert digest_of("bakker+casus@gmail.com", DAY) == digest_of("Bakker@Gmail.com", DAY)


def test_the_year_has_its_own_key_which_stays_the_same():
    first = digest_of("hr@bedrijf.nl", DAY)
    assert digest_of("hr@bedrijf.nl", date(2026, 1, 1)) == first
    assert digest_of("hr@bedrijf.nl", date(2027, 1, 1)) != first
    assert list(DigestKey.objects.order_by("year").values_list("year", flat=True)) == [2026, 2027]


def test_once_the_key_of_a_year_is_gone_the_digest_cannot_be_made_again():
    first = digest_of("hr@bedrijf.nl", DAY)
    DigestKey.objects.all().delete()
    assert digest_of("hr@bedrijf.nl", DAY) != first


def test_the_digest_hangs_on_the_secret_of_the_site_too(settings):
    first = digest_of("hr@bedrijf.nl", DAY)
    settings.SECRET_KEY = "another-secret"
    assert digest_of("hr@bedrijf.nl", DAY) != first


def test_the_digest_shows_nothing_and_fits_its_column():
    digest = digest_of("hr@bedrijf.nl", DAY)
    assert len(digest) == 64
    assert "bedrijf" not in digest
