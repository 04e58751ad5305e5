"""Which passwords are refused: what a guesser tries early, in Dutch and in English. And which are not."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

GUESSED = """
Welkom2026!!!! Zomer2026!2026 Wachtwoord123 Wachtwoord2026! W@chtwoord123! WelkomUWV2026! Uwv-portaal-2026 vwnwportaal01
Amsterdam2026! Feyenoord1908!! Januari2027!!! GeheimGeheim12 ikhouvanjou123 qwertyuiop123! asdfghjkl12345 P@ssw0rd1234!
football123456 Sinterklaas0512 werkgever-2026!! LeerWerkLoket1 Beheerder12345 welkomwelkom1! hallo-hallo-hallo
abcdefghijklm1 zyxwvutsrqponm 1Nederland2345! Gemeente2026!! monkeydragon12 Vakantie-2026! !!!!Oranje!!!!
MaandagDinsdag1 Wachtw00rd!2026 W3lk0m2026!!!!
""".split()
NO_LETTERS = ["123456789012", "2026-11-26 10:00", "0612345678 0612", "!!!!!!!!!!!!", "             ", "٣٤٥٦٧٨٩٠١٢٣٤"]
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


@given(st.text(alphabet="0123456789 -./", min_size=12, max_size=40), st.text(alphabet="0123456789!?.", max_size=8))
def test_digits_and_signs_around_a_known_word_do_not_save_it(before, after):
    with pytest.raises(ValidationError):
        validate_password(f"{before}Welkom{after}"[:120])


@pytest.mark.parametrize("length", [64, 100, 128])
def test_a_long_password_is_allowed(length):
    sentence = (
        "de kapper van Bolsward fluit vals op dinsdag, zegt oom Wiebe, en toch wil iedereen bij hem horen; wie niet "
        "luistert mag zelf de schaar vasthouden"
    )
    validate_password(sentence[:length])
