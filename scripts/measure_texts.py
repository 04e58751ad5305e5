"""Measure how plain the texts are, before and after: per page in figures, and each new text by itself.

    python scripts/measure_texts.py [--since REVISION] [--under PART OF A PLACE]

What lives here: the texts of pages, data files and rules in this tree, held against those of a revision of the project.
What does not: what counts as hard (check_plain_language.py), the limits (plain_language.toml). A place is the file in
which a text stands, or the part of a file that is divided into pages. Needs git and gettext.
"""

import argparse
import ast
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from check_plain_language import ROOT, WORD, Text, count_passives, texts_of_fixtures
from check_translations import SOURCES, collect_texts, copy_sources

RULES = Path("referrals", "engine", "sentences.py")
HEAD = f"{'':56}{'sentences':>12}{'mean words':>14}{'longest':>12}{'passive':>14}"


def main() -> int:
    """Print the figures of each place where a Dutch text is new, and then each new text with its own figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--since", default="HEAD", help="the revision to compare with")
    parser.add_argument("--under", default="", help="only places with this in their name")
    asked = parser.parse_args()
    before, after = (texts_since(revision, asked.under) for revision in (asked.since, None))
    print("\n".join(measures(before, after)))
    return 0


def measures(before: list[Text], after: list[Text]) -> Iterator[str]:
    """Yield the lines of the whole: all texts, then each place with a new text, and that text."""
    known = {text.text for text in before}
    places_before, places_after = by_place(before), by_place(after)
    yield from (HEAD, f"{'all before':56}{figures(before)}", f"{'all after':56}{figures(after)}")
    for place, texts in by_place(text for text in after if text.text not in known).items():
        yield from ("", place)
        yield f"{'  before':56}{figures(places_before.get(place, []))}"
        yield f"{'  after':56}{figures(places_after[place])}"
        yield from (f"  {measured(text)}  {' '.join(text.text.split())}" for text in texts)


# --- Which texts -----------------------------------------------------------------------------------------


def texts_since(revision: str | None, under: str) -> list[Text]:
    """Return the Dutch texts of a revision, or of this tree, that stand in a place with `under` in its name."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        if revision:
            unpack(revision, copy)
        else:
            copy_sources(copy)
            shutil.copytree(ROOT / "fixtures", copy / "fixtures")
        collect_texts(copy)
        return [text for text in dutch_texts(copy) if under in text.where]


def dutch_texts(root: Path) -> list[Text]:
    """Return the Dutch texts of a tree whose catalogue is up to date."""
    texts = [
        *texts_with_places(root / "locale" / "en" / "LC_MESSAGES" / "django.po"),
        *texts_of_fixtures(root),
        *texts_of_rules(root),
    ]
    return [text for text in texts if text.language == "nl" and text.sentences]


def unpack(revision: str, to: Path) -> None:
    """Put the sources of a revision in a folder."""
    packed = subprocess.run(  # noqa: S603 - our own command; git refuses what is no revision
        ["git", "archive", "--format=tar", revision, *SOURCES, "fixtures"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(to, filter="data")


def texts_with_places(path: Path) -> Iterator[Text]:
    """Yield the texts of the pages, each in the first file that says it."""
    with path.open("rb") as file:
        for message in read_po(file):
            for form in message.id if isinstance(message.id, list | tuple) else (message.id,):
                if form and message.locations:
                    yield Text("nl", message.locations[0][0], form)


def texts_of_rules(root: Path) -> Iterator[Text]:
    """Yield what the rules say, as their source has it: a revision of it cannot be imported beside ours.

    A sentence that begins with another one counts without it: that one stands by itself.
    """
    path = root / RULES
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Bilingual":
            yield Text("nl", str(RULES), "".join(written(call.args[0])))


def written(text: ast.expr) -> Iterator[str]:
    """Yield the parts of a text that are written out where it stands."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


# --- Their figures ---------------------------------------------------------------------------------------


def by_place(texts: Iterable[Text]) -> dict[str, list[Text]]:
    """Return texts by the place where they stand."""
    places: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        places[text.where].append(text)
    return dict(sorted(places.items()))


def figures(texts: Iterable[Text]) -> str:
    """Return how many sentences there are, their mean and most words, and the share that is passive."""
    sentences = [sentence for text in texts for sentence in text.sentences]
    if not sentences:
        return f"{0:>12}"
    words = [len(WORD.findall(sentence)) for sentence in sentences]
    passive = sum(count_passives(sentence, "nl") > 0 for sentence in sentences) / len(sentences)
    return f"{len(sentences):>12}{sum(words) / len(words):>14.1f}{max(words):>12}{passive:>14.1%}"


def measured(text: Text) -> str:
    """Return the most words in a sentence of one text, and its passives."""
    most = max(len(WORD.findall(sentence)) for sentence in text.sentences)
    passives = sum(count_passives(sentence, "nl") for sentence in text.sentences)
    return f"{most:>3} words, {passives} passive"


if __name__ == "__main__":
    sys.exit(main())
