"""Facts in words, where a template has the fact itself: `{{ card.distance_km|distance_in_words }}`.

What lives here: the filter. What does not: the words (services/wording.py).
"""

from django import template

from services import wording

register = template.Library()
register.filter("distance_in_words", wording.distance_in_words)
