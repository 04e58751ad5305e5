"""Every routing example under fixtures/rule_examples/, as an adviser wrote it, through the command."""

import io
import json
import tomllib

import pytest
from django.conf import settings
from django.core.management import call_command

CASES = settings.EXAMPLES_DIR
EXAMPLES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(CASES.glob("*.toml"))}
RULES = [f"R{number}-" for number in range(1, 20)]

pytestmark = pytest.mark.django_db


def route(case, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(case).encode())))
    out = io.StringIO()
    call_command("route_case", "-", "--json", stdout=out)
    return json.loads(out.getvalue())


def by_slug(rows):
    return {row["provider"]: row for row in rows}


def rules(rows):
    return [row["rule"] for row in rows]


def holds_part_of(expected, actual):
    """Return whether every expected row stands, in order, with at least the values that are named."""
    return len(expected) == len(actual) and all(
        {key: row.get(key) for key in wanted} == wanted for wanted, row in zip(expected, actual, strict=True)
    )


CHECKS = {
    "roles": lambda wanted, answer: answer["roles"] == wanted,
    "recommended": lambda wanted, answer: [one["provider"] for one in answer["recommendations"]] == wanted,
    "first": lambda wanted, answer: answer["recommendations"][0]["provider"] == wanted,
    "last": lambda wanted, answer: answer["recommendations"][-1]["provider"] == wanted,
    "present": lambda wanted, answer: set(wanted) <= set(by_slug(answer["recommendations"])),
    "absent": lambda wanted, answer: (
        not set(wanted) & {*by_slug(answer["recommendations"]), *by_slug(answer["excluded"])}
    ),
    "levels": lambda wanted, answer: (
        wanted == {slug: by_slug(answer["recommendations"])[slug]["level"] for slug in wanted}
    ),
    "groups": lambda wanted, answer: (
        wanted == {slug: by_slug(answer["recommendations"])[slug]["groups"] for slug in wanted}
    ),
    "referable": lambda wanted, answer: (
        wanted == {slug: by_slug(answer["recommendations"])[slug]["referable"] for slug in wanted}
    ),
    "reasons": lambda wanted, answer: all(
        set(named) <= set(rules(by_slug(answer["recommendations"])[slug]["reasons"])) for slug, named in wanted.items()
    ),
    "lacks": lambda wanted, answer: (
        not any(
            set(named) & set(rules(by_slug(answer["recommendations"])[slug]["reasons"]))
            for slug, named in wanted.items()
        )
    ),
    "names_next": lambda wanted, answer: all(
        any(name in reason["text"] for reason in by_slug(answer["recommendations"])[slug]["reasons"])
        for slug, name in wanted.items()
    ),
    "excluded": lambda wanted, answer: all(
        rules(by_slug(answer["excluded"])[slug]["reasons"]) == [rule] for slug, rule in wanted.items()
    ),
    "duties": lambda wanted, answer: holds_part_of(wanted, answer["duties"]),
    "dates": lambda wanted, answer: holds_part_of(wanted, answer["dates"]),
    "gaps": lambda wanted, answer: holds_part_of(wanted, answer["gaps"]),
    "says": lambda wanted, answer: all(
        any(row["rule"] == rule and text in row["text"] for row in [*answer["notes"], *answer["duties"]])
        for rule, text in wanted.items()
    ),
    "notes": lambda wanted, answer: set(wanted) <= set(rules(answer["notes"])),
    "no_notes": lambda wanted, answer: not set(wanted) & set(rules(answer["notes"])),
    "open_questions": lambda wanted, answer: answer["open_questions"] == wanted,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_the_answer_that_it_expects(name, example_directory, monkeypatch):
    example = EXAMPLES[name]
    answer = route(example["case"], monkeypatch)
    for key, wanted in example["expect"].items():
        assert CHECKS[key](wanted, answer), (example["title"], key, wanted, json.dumps(answer, indent=1))


def test_every_rule_has_an_example_that_applies_and_one_that_does_not():
    for rule in RULES:
        applies = {example["applies"] for example in EXAMPLES.values() if example["rule"].startswith(rule)}
        assert applies == {True, False}, rule


def test_every_example_expects_something():
    assert all(example["expect"] for example in EXAMPLES.values())


def test_every_reason_has_a_sentence_in_both_languages_and_a_source(example_directory, monkeypatch):
    for example in EXAMPLES.values():
        answer = route(example["case"], monkeypatch)
        reasons = [
            reason for part in ("recommendations", "excluded") for row in answer[part] for reason in row["reasons"]
        ]
        for row in [*reasons, *answer["duties"], *answer["dates"], *answer["notes"], *answer["gaps"]]:
            assert row["text"]
            assert "{" not in row["text"]
            assert row["source"]
