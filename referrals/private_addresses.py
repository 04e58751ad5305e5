"""Where the pages behind private links stand: the part of an address before the secret.

What lives here: those parts, for the lists of addresses and for what keeps secrets out of the log. What does not: the
links themselves (signed_links.py). Imports nothing: the log is set up before anything else is.
"""

SAVED_CASE = "casus/bewaard"
# Of a kept case, by mail: how it went.
AFTERWARDS = "casus/hoe-ging-het"
REFERRED_CASE = "casus/aanvraag"
ANSWER = "aanvraag"
PROGRESS = "voortgang"
# Of accounts, by mail: to choose a new password, and to confirm a new address.
NEW_PASSWORD = "account/password/reset/key"  # noqa: S105
NEW_ADDRESS = "account/confirm-email"
# Of the desk, by mail: to come and work there (services/desk/urls.py).
INVITATION = "beheer/uitnodiging"
# Of organisations, by mail: whether their record still holds (services/self_checks/urls.py).
SELF_CHECK = "controle"

BEFORE_A_SECRET = (
    SAVED_CASE,
    AFTERWARDS,
    REFERRED_CASE,
    ANSWER,
    PROGRESS,
    NEW_PASSWORD,
    NEW_ADDRESS,
    INVITATION,
    SELF_CHECK,
)
