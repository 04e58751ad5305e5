"""How soon organisations answer, as the directory shows it: only above the minimum of the monitor."""

import pytest

from services.models import Provider
from services.reply_times import reply_times
from tests.referrals.loop.test_track_record import MONDAY, SILENT, asked, yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(example_directory):
    return Provider.objects.get(slug="branche-techniek")


def test_a_reply_time_is_shown_from_five_answers_on(provider, django_assert_num_queries):
    for _number in range(4):
        asked(provider, yes(1))
    asked(provider, SILENT)
    assert reply_times(MONDAY.date()) == {}

    asked(provider, yes(4))

    with django_assert_num_queries(2):  # which version of the directory it is, and the events
        measured = reply_times(MONDAY.date().replace(day=24))
    assert measured[provider.pk] == (1, 5)
    with django_assert_num_queries(1):
        reply_times(MONDAY.date().replace(day=24))
