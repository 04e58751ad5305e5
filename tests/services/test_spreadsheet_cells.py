"""No cell of ours is run by a spreadsheet, and what was written comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.spreadsheet_cells import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+31", "'+31"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("\rweg", "'\rweg"),
        ("  =1+1", "'  =1+1"),
        ("\N{NO-BREAK SPACE}=1", "'\N{NO-BREAK SPACE}=1"),
        ('"=1+1', "'\"=1+1"),
        ("'=1+1", "''=1+1"),
        ("Loket;=1+1", "Loket;'=1+1"),
        ("Loket, =1+1", "Loket,' =1+1"),
        ("Loket\n=1+1", "Loket\n'=1+1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("ma-vr 9-17, 1+1=2", "ma-vr 9-17, 1+1=2"),
        ("", ""),
    ],
)
def test_only_what_would_run_is_guarded(text, cell):
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(st.text(alphabet="=+-@'\" ;,\t\r\n1a＝") | st.text())
def test_every_text_comes_back(text):
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="=+-@'\" ;,\t\r\n1a"))
def test_no_part_of_a_cell_begins_a_formula(text):
    for mark in ";,\t\r\n":
        for part in guarded(text).split(mark):
            assert part.strip(' "')[:1] not in ("=", "+", "-", "@")
