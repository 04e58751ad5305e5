"""The sentences of the employee's way in its templates: `{% say "questions.title" %}`.

What lives here: the tags. What does not: the sentences (employee/sentences.py).
"""

from django import template

from referrals.employee.sentences import say, say_count

register = template.Library()
register.simple_tag(say, name="say")
register.simple_tag(say_count, name="say_count")
