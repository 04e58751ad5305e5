"""Which records are compared at all: those that share a key, so that 100,000 records are not all pairs.

What lives here: the keys and the pairs that they make. What does not: the judgement of a pair (scoring.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations

from services.duplicates.record import Record
from services.duplicates.scoring import Judge, Verdict

# What more records share than this tells nobody from another, and would be pairs without end.
MOST_IN_BLOCK = 50
BEGINNING = 4  # letters of a word: a typing error further on does no harm

Key = tuple[str, ...]


def likely_pairs(records: Collection[Record]) -> Iterator[tuple[Record, Record, Verdict]]:
    """Yield the pairs of records that are likely the same organisation, each once, the lower key first."""
    judge, by_id = Judge(records), {record.id: record for record in records}
    for one, other in pairs_sharing_a_key(records):
        first, second = by_id[one], by_id[other]
        verdict = judge.verdict(first, second)
        if verdict.is_likely:
            yield first, second, verdict


def pairs_sharing_a_key(records: Collection[Record]) -> set[tuple[int, int]]:
    """Return the pairs of ids that share a key, the lower one first."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for record in records:
        for key in set(_keys(record)):
            blocks[key].append(record.id)
    return {
        (min(pair), max(pair))
        for block in blocks.values()
        if 1 < len(block) <= MOST_IN_BLOCK
        for pair in combinations(block, 2)
    }


def _keys(record: Record) -> Iterator[Key]:
    """Yield a record's keys: its number, mail address and door, and the words of its name."""
    for kind in ("dialled", "mail", "door"):
        if value := getattr(record, kind):
            yield kind, value
    if record.postcode:
        yield "type at postcode", record.type, record.postcode[:4]
    yield "name", *sorted(record.words)
    for word in record.words:
        yield "word", word
        if record.town:
            yield "word in town", word[:BEGINNING], record.town
            yield "word of type", word[:BEGINNING], record.type
