"""How staff sign in, and what they keep in hand of it: the second step, passwords, sessions, what is told of changes.

What lives here: what this portal asks beyond django-allauth, and what it has it do otherwise. What does not: the pages
and the steps themselves, which are its own; where sessions are kept (vwnw_portal/sessions.py).
"""
