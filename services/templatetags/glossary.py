"""A term with the way to its explanation: `{% term "werkgebied" %}`.

What lives here: that tag. What does not: the words (services/glossary/words.py).
"""

from django import template

from services.glossary.words import Word, word_of

register = template.Library()


@register.inclusion_tag("services/glossary/term.html")
def term(code: str) -> dict[str, Word]:
    """Show a link to what a word means; a code that is not in the glossary raises LookupError."""
    return {"word": word_of(code)}
