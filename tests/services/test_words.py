"""Words as they are searched: from their beginning, in all forms that Dutch gives them, however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.words import as_searched, marks_of, typed_words, words_in

INVISIBLE = st.sampled_from(
    ["\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}", "\N{ZERO WIDTH NO-BREAK SPACE}"]
)
DASHES = st.sampled_from("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}")


def is_found(typed: str, text: str) -> bool:
    searched = as_searched(text)
    return all(any(mark in searched for mark in marks_of(word)) for word in typed_words(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("schol", "Advies over scholing."),
        ("SCHOLING", "scholing"),
        ("scholing", "Scholen en leren"),
        ("scholen", "scholing"),
        ("cursus", "Cursussen"),
        ("cursussen", "Een cursus"),
        ("banen", "een andere baan"),
        ("baan", "nieuwe banen"),
        ("loopbanen", "loopbaanadvies"),
        ("bedrijven", "het bedrijf"),
        ("bedrijf", "voor bedrijven"),
        ("reizen", "reiskosten"),
        ("zieken", "ziekteverzuim"),
        ("zieke", "wie ziek is"),
        ("werknemers", "de werknemer"),
        ("trainingen", "training"),
        ("begeleiding", "Wij begeleiden u"),
        ("collega's", "uw collega"),
        ("café", "Cafe Zuid"),
        ("cafe", "CAFÉ"),
        ("cafe", "Cafe\N{COMBINING ACUTE ACCENT}"),
        ("leerwerkloket", "Leerwerk-loket"),
        ("leerwerk-loket", "Leerwerkloket"),
        ("loket", "Leerwerk-loket"),
        ("gelderland", "Midden-Gelderland"),
        ("re-integratie", "reïntegratie"),
        ("taal", "Taalcursussen"),
        ("uwv", "Kantoor (UWV)"),
    ],
)
def test_a_word_is_found_from_its_beginning_and_in_its_other_forms(typed, text):
    assert is_found(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("taal", "metaalbewerking"),
        ("taal", "me\N{SOFT HYPHEN}taal\N{SOFT HYPHEN}bewerking"),
        ("taal", "talent"),
        ("loket", "leerwerkloket"),
        ("banen", "bank"),
        ("baan", "band"),
        ("dagen", "daglonen"),
        ("werkcentrum", "werk in het centrum"),
    ],
)
def test_a_part_in_the_middle_of_a_word_is_no_word(typed, text):
    assert not is_found(typed, text)


@given(st.lists(INVISIBLE | st.just(""), min_size=13, max_size=13))
def test_what_nobody_sees_decides_nothing(between):
    typed = "".join(letter + sign for letter, sign in zip("leerwerkloket", between, strict=True))

    assert typed_words(typed) == ["leerwerkloket"]
    assert words_in(typed) == ["leerwerkloket"]


@given(DASHES)
def test_every_dash_is_one(dash):
    assert typed_words(f"leerwerk{dash}loket") == ["leerwerkloket"]


@given(st.text(max_size=100))
def test_no_mark_holds_a_wildcard_of_the_database(text):
    for word in typed_words(text):
        assert not set("%_\\") & set("".join(marks_of(word)))


@given(st.text(max_size=100))
def test_a_text_is_found_by_every_word_of_it(text):
    assert all(is_found(word, text) for word in words_in(text))
