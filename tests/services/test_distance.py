"""Every distance comes from the centres of postcodes, so none is told as if it were exact."""

import pytest
from django.utils import translation

from services.wording import distance_in_words


@pytest.mark.parametrize(
    ("kilometres", "dutch", "english"),
    [
        (None, "", ""),
        (0.0, "minder dan 1 km", "less than 1 km"),
        (0.99, "minder dan 1 km", "less than 1 km"),
        (1.0, "ongeveer 1 km", "about 1 km"),
        (3.2, "ongeveer 3 km", "about 3 km"),
        (31.6, "ongeveer 32 km", "about 32 km"),
    ],
)
def test_a_distance_is_told_in_whole_kilometres_and_as_about(kilometres, dutch, english):
    for language, words in (("nl", dutch), ("en", english)):
        with translation.override(language):
            assert distance_in_words(kilometres) == words
