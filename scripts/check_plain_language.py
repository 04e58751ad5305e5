"""Say which texts are hard to read: long sentences, piled-up passives and words that have a plain alternative.

What lives here: rules that a machine can judge, over every text that visitors see, in Dutch and in English.
What does not: word lists and limits (plain_language.toml), whether a translation is complete (check_translations.py).
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from referrals.engine import sentences  # noqa: E402  (found through the line above)

LIMITS = ROOT / "scripts" / "plain_language.toml"
LANGUAGES = ("nl", "en")
# The texts of people who lose their work, and the level that they are held to.
SIMPLEST = "employee"
TAG = re.compile(r"<[^>]+>")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
WORD = re.compile(r"\S*\w\S*")
PASSIVE = {
    # "worden" with a participle: "wordt ... gecontroleerd", "worden ... ontslagen", "werd ... aangevraagd".
    "nl": (
        re.compile(r"\b(wordt|worden|werd|werden|geworden)\b", re.IGNORECASE),
        re.compile(r"\b\w*(ge|be|ver|ont)\w{2,}(d|t|en)\b", re.IGNORECASE),
    ),
    "en": (
        re.compile(r"\b(is|are|was|were|be|been|being)\s+(?:\w+ly\s+|not\s+)?(?=\w+ed\b)", re.IGNORECASE),
        re.compile(r"\w+ed\b", re.IGNORECASE),
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text that visitors see, and where it stands."""

    language: str
    where: str
    text: str

    @property
    def sentences(self) -> list[str]:
        """Return its sentences, without markup."""
        return [one for one in SENTENCE_END.split(TAG.sub("", self.text)) if WORD.search(one)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still plain in one language; `instead` holds the words to avoid, each with what to write."""

    most_words: int
    mean_words: float
    most_passives: int
    passive_share: float
    instead: Mapping[str, str]


def main() -> int:
    """Print one line for each hard text and a summary for each language; return 1 when there is a hard text."""
    limits = read_limits(LIMITS)
    texts = list(all_texts())
    problems = list(problems_of(texts, limits))
    problems += problems_of([text for text in texts if text.where.startswith(SIMPLEST)], read_limits(LIMITS, SIMPLEST))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def read_limits(path: Path, level: str = "") -> dict[str, Limits]:
    """Return the limits by language: of every text, or of a level that is simpler."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    simpler = rows[level] if level else {}
    return {language: Limits(**rows[language] | simpler.get(language, {})) for language in LANGUAGES}


# --- Which texts -----------------------------------------------------------------------------------------


def all_texts() -> Iterator[Text]:
    """Yield every text of the site in both languages: pages, rules, and the data that pages quote."""
    yield from texts_of_catalogue(ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po")
    yield from texts_of_rules()
    yield from texts_of_fixtures(ROOT)
    for path in sorted((ROOT / "fixtures" / "directory").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from texts_of_data(row, f"{path.name}, {row['slug']}")


def texts_of_catalogue(path: Path) -> Iterator[Text]:
    """Yield the texts of the pages: the source texts are Dutch, their translations English."""
    with path.open("rb") as file:
        for message in read_po(file):
            for language, forms in (("nl", message.id), ("en", message.string)):
                for form in forms if isinstance(forms, list | tuple) else (forms,):
                    if form and message.id:
                        yield Text(language, path.name, form)


def texts_of_rules() -> Iterator[Text]:
    """Yield what the rules say, and what is asked of a visitor who left an answer open."""
    for rule in sentences.RULES.values():
        yield from _both(f"sentences.py, {rule.id}", rule.title)
        for outcome, sentence in rule.sentences.items():
            yield from _both(f"sentences.py, {rule.id} {outcome}", sentence)
    for texts in (sentences.QUESTIONS, sentences.TELL_TEMPORARY, sentences.FIRST_STEPS, sentences.PARAMETERS):
        for name, text in texts.items():
            yield from _both(f"sentences.py, {name}", text)
    for text in (sentences.GAIN_BY_YES, sentences.GAIN_BY_ANSWER):
        yield from _both("sentences.py, R18", text)


def texts_of_fixtures(root: Path) -> Iterator[Text]:
    """Yield the texts in the data files of a tree."""
    folder = root / "fixtures"
    for path in sorted(folder.rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.parent.name == SIMPLEST:
            yield from texts_of_sections(data, f"{SIMPLEST}/{path.name}")
        else:
            yield from texts_of_data(data, path.name)


def texts_of_sections(data: dict[str, Any], where: str) -> Iterator[Text]:
    """Yield the texts of a file that is divided into pages, each with its page."""
    for section, part in data.items():
        yield from texts_of_data(part, f"{where}, {section}")


def _both(where: str, text: sentences.Bilingual) -> Iterator[Text]:
    for language in LANGUAGES:
        yield Text(language, where, text[language])


def texts_of_data(value: Any, where: str, key: str = "") -> Iterator[Text]:
    """Yield the texts in data files: what stands under `nl`, `en` or a key that ends so (`name_nl`)."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts_of_data(part, f"{where} {value.get('code', '')}".strip(), name)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of_data(part, where)
    elif isinstance(value, str) and key.rpartition("_")[2] in LANGUAGES:
        yield Text(key.rpartition("_")[2], where, value)


# --- What is hard ----------------------------------------------------------------------------------------


def problems_of(texts: list[Text], limits: dict[str, Limits]) -> Iterator[str]:
    """Yield a line for each hard text among these, and for each language that is hard on the whole."""
    for text in texts:
        yield from problems_in(text, limits[text.language])
    for language in LANGUAGES:
        yield from problems_of_all([text for text in texts if text.language == language], limits[language])


def problems_in(text: Text, limits: Limits) -> Iterator[str]:
    """Yield a line for each thing in one text that has to become plainer."""
    for sentence in text.sentences:
        words = len(WORD.findall(sentence))
        if words > limits.most_words:
            yield f"{text.where}: {words} words, at most {limits.most_words}: {sentence}"
        passives = count_passives(sentence, text.language)
        if passives > limits.most_passives:
            yield f"{text.where}: {passives} passives, at most {limits.most_passives}: {sentence}"
        for hard, plain in limits.instead.items():
            if re.search(rf"(?<!\w){re.escape(hard)}(?!\w)", sentence, re.IGNORECASE):
                yield f"{text.where}: not '{hard}' but '{plain}': {sentence}"


def problems_of_all(texts: list[Text], limits: Limits) -> Iterator[str]:
    """Yield what is wrong with all texts of one language together: too long or too passive on the whole."""
    sentences = [(sentence, text.language) for text in texts for sentence in text.sentences]
    mean = sum(len(WORD.findall(sentence)) for sentence, _language in sentences) / len(sentences)
    if mean > limits.mean_words:
        yield f"{texts[0].language}: {mean:.1f} words in a sentence on average, at most {limits.mean_words}"
    share = sum(count_passives(*one) > 0 for one in sentences) / len(sentences)
    if share > limits.passive_share:
        yield f"{texts[0].language}: {share:.1%} of the sentences is passive, at most {limits.passive_share:.1%}"


def count_passives(sentence: str, language: str) -> int:
    """Return how many passive verbs a sentence has, as far as its form tells."""
    auxiliary, participle = PASSIVE[language]
    return len(auxiliary.findall(sentence)) if participle.search(sentence) else 0


if __name__ == "__main__":
    sys.exit(main())
