"""What each mail of the portal is for.

What lives here: the codes, as rows hold them, with the words of the desk. What does not: the words of a mail
(loop/letters.py), what has become of one (models.py).
"""

from django.db.models import TextChoices


class MailPurpose(TextChoices):
    """What a mail is for. The codes are no choices of the column: a new kind of mail is no change to the database."""

    ACCOUNT = "account", "account van een medewerker"
    ASK_CONFIRMATION = "ask_confirmation", "werkgever: bevestig het adres"
    ASK_CONSENT_FORWARD = "ask_consent_forward", "werkgever: een andere organisatie is genoemd"
    ASK_EMPLOYER_QUESTION = "ask_employer_question", "werkgever: een organisatie vraagt iets"
    ASK_EMPLOYER_OUTCOME = "ask_employer_outcome", "werkgever: hoe ging het?"
    ASK_HOW_IT_WENT = "ask_how_it_went", "werkgever met een bewaarde casus: hoe ging het?"
    ASK_PROVIDER_OUTCOME = "ask_provider_outcome", "organisatie: hoe ging het?"
    COMPARISON = "comparison", "lezer: organisaties die hij vergeleek"
    EMPLOYER_ACCEPTED = "employer_accepted", "werkgever: een organisatie zegt ja"
    EMPLOYER_CONSIDERING = "employer_considering", "werkgever: een organisatie kijkt ernaar"
    EMPLOYER_HOLD = "employer_hold", "werkgever: stilgezet of weer verder"
    EMPLOYER_MOVED_ON = "employer_moved_on", "werkgever: de volgende heeft de aanvraag"
    EMPLOYER_OTHERS_FOLLOW = "employer_others_follow", "werkgever: een organisatie helpt niet, andere volgen"
    EMPLOYER_REOPENED = "employer_reopened", "werkgever: een organisatie komt terug"
    EMPLOYER_SENT = "employer_sent", "werkgever: verstuurd, en wat er komt"
    INVITE = "invite", "organisatie: een aanvraag"
    NEAR_HELP = "near_help", "werknemer: wie in de buurt helpt, naar een eigen adres"
    NEW_ANSWER_LINK = "new_answer_link", "organisatie: nieuwe link"
    NEW_EMPLOYER_LINK = "new_employer_link", "werkgever: adres van de eigen pagina"
    OFFER_NEXT = "offer_next", "werkgever: wie kan nu worden gevraagd"
    PLAN = "plan", "werkgever: het plan, naar een eigen adres"
    PROGRESS_LINK = "progress_link", "organisatie: link na een ja"
    PROVIDER_ANSWERED = "provider_answered", "organisatie: antwoord op een vraag"
    PROVIDER_HOLD = "provider_hold", "organisatie: stilgezet of weer verder"
    PROVIDER_REOPENED = "provider_reopened", "organisatie: heropend"
    PROVIDER_UNANSWERED = "provider_unanswered", "organisatie: geen antwoord op een vraag"
    PROVIDER_WITHDRAWN = "provider_withdrawn", "organisatie: ingetrokken"
    REMIND = "remind", "organisatie: herinnering"


# Mail of which nobody has to know later whether it arrived: it goes with its address once it left, or could not.
NOT_KEPT = frozenset({MailPurpose.ASK_HOW_IT_WENT, MailPurpose.COMPARISON, MailPurpose.NEAR_HELP, MailPurpose.PLAN})
