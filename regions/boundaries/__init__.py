"""Municipalities that merge or are divided: a change as a value, what it makes of the facts, and the verbs."""
