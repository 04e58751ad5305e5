"""Which passwords are refused: what a guesser tries early, in Dutch and in English. And which are not."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from vwnw_portal.sign_in.passwords import dutch_words

GUESSED = """
Welkom2026!!!! Zomer2026!2026 Wachtwoord123 Wachtwoord2026! W@chtwoord123! WelkomUWV2026! Uwv-portaal-2026 vwnwportaal01
Amsterdam2026! Feyenoord1908!! Januari2027!!! GeheimGeheim12 ikhouvanjou123 qwertyuiop123! asdfghjkl12345 P@ssw0rd1234!
football123456 Sinterklaas0512 werkgever-2026!! LeerWerkLoket1 Beheerder12345 welkomwelkom1! hallo-hallo-hallo
abcdefghijklm1 zyxwvutsrqponm 1Nederland2345! Gemeente2026!! monkeydragon12 Vakantie-2026! !!!!Oranje!!!!
MaandagDinsdag1 Wachtw00rd!2026 W3lk0m2026!!!! unbelievable administrador iloveyousomuch 1qaz2wsx3edc4rfv
""".split()
NO_LETTERS = [
    "123456789012",
    "84719203746512",
    "2026-11-26 10:00",
    "0612345678 0612",
    "!!!!!!!!!!!!",
    "             ",
    "٣٤٥٦٧٨٩٠١٢٣٤",
]
REPEATED = [
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "123412341234",
    "xkq7xkq7xkq7xk",
    "AbaBaBaBaBaB",
    "welkom welkom welkom ",
    "é" * 20,
]
GOOD = [
    "negen groene fietsbellen",
    "mijn tante breit graag sokken voor lange bomen",
    "kqzv-rt7p-wmxd",
    "correct horse battery staple",
    "Vrijdag at de poes drie kroketten op het dak",
    "žluťoučký kůň úpěl",
    "дом под синей крышей",
    "一二三四五六七八九十百千",
    "x9!Lq#2vR@8pT",
]


@pytest.mark.parametrize("password", [*GUESSED, *NO_LETTERS, *REPEATED, "kort ja", "x" * 129])
def test_a_password_that_a_guesser_tries_early_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_of_ones_own_is_good_whatever_it_is_made_of(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["Geertruida-1987!", "geertruida.zwanenburg", "Zwanenburg2026!"])
def test_the_name_and_the_address_of_the_account_itself_are_no_password(password):
    user = get_user_model()(username="gz", first_name="Geertruida", email="g.zwanenburg@example.org")

    with pytest.raises(ValidationError):
        validate_password(password, user)


@given(st.text(max_size=400))
def test_any_text_is_judged_and_a_refusal_says_why(text):
    refusals = []
    try:
        validate_password(text)
    except ValidationError as refusal:
        refusals = refusal.messages
    assert all(refusals)
    assert bool(refusals) or 12 <= len(text) <= 128


@given(
    st.sampled_from(dutch_words()),
    st.sampled_from([str.lower, str.capitalize, str.upper]),
    st.integers(1950, 2030).map(str) | st.sampled_from(["", "1", "123", "12345"]),
    st.text(alphabet="!?.-", max_size=2),
)
def test_a_year_capitals_and_signs_do_not_save_a_known_word(word, written, number, signs):
    for password in (written(word) + number + signs, written(word) + signs + number, number + written(word) + signs):
        with pytest.raises(ValidationError):
            validate_password(password)


@pytest.mark.parametrize("length", [64, 100, 128])
def test_a_long_password_is_allowed(length):
    sentence = (
        "de kapper van Bolsward fluit vals op dinsdag, zegt oom Wiebe, en toch wil iedereen bij hem horen; wie niet "
        "luistert mag zelf de schaar vasthouden"
    )
    validate_password(sentence[:length])
