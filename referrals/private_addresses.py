"""Where the pages behind private links stand: the part of an address before the secret.

What lives here: those parts, for the lists of addresses and for what keeps secrets out of the log. What does not: the
links themselves (signed_links.py). Imports nothing: the log is set up before anything else is.
"""

SAVED_CASE = "casus/bewaard"
REFERRED_CASE = "casus/aanvraag"
ANSWER = "aanvraag"
PROGRESS = "voortgang"

BEFORE_A_SECRET = (SAVED_CASE, REFERRED_CASE, ANSWER, PROGRESS)
