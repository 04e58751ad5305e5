"""How far away something is, in words: no distance of ours is exact, since all come from the centres of postcodes.

What lives here: the words, in both languages, for pages and for the rules. What does not: measuring (the app of
regions).
"""

WORDS = {
    "nl": ("minder dan 1 km", "ongeveer {kilometres} km"),
    "en": ("less than 1 km", "about {kilometres} km"),
}


def approximate(kilometres: float, language: str) -> str:
    """Return a distance as the crow flies in whole kilometres, in `nl` or `en`: "ongeveer 3 km"."""
    less, about = WORDS[language]
    return less if kilometres < 1 else about.format(kilometres=round(kilometres))
