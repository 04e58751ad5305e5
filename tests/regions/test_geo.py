"""Distances as the crow flies."""

import pytest

from regions.geo import distance_from

AMSTERDAM, ARNHEM, MAASTRICHT = (52.3731, 4.8926), (51.9851, 5.8987), (50.8514, 5.6910)


@pytest.mark.parametrize(("one", "other", "km"), [(AMSTERDAM, ARNHEM, 81.2), (ARNHEM, MAASTRICHT, 126.9)])
def test_the_distance_between_two_towns(one, other, km):
    assert distance_from(*one)(*other) == pytest.approx(km, rel=0.005)
    assert distance_from(*one)(*other) == distance_from(*other)(*one)


def test_no_distance_to_itself_and_half_a_globe_to_the_other_side():
    assert distance_from(*ARNHEM)(*ARNHEM) == 0
    assert distance_from(0, 0)(0, 180) == pytest.approx(20015, abs=1)
