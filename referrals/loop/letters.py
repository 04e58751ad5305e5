"""Every mail that goes with a referral: to whom, in which language, and in which words.

What lives here: one function for each mail, which puts it in the queue. What does not: when it goes (actions.py,
followup.py), drawing it (mail/letter.py), sending it (mail/outbox.py).

The first mail to a provider says where how many people need what help, so that it does not look like a trap; no mail
says more of a case: that stands on the page behind the link. A provider and the employer know a referral by its
reference.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notation.dates import date_in_words
from referrals.engine.route import Recommendation
from referrals.loop import links
from referrals.loop.clock import open_questions
from referrals.loop.consent import HEADCOUNTS, NEEDS_OF_PEOPLE, asks_session, in_words
from referrals.loop.links import Purpose
from referrals.loop.parts import taken_by
from referrals.loop.session import session_in_words
from referrals.mail.letter import post
from referrals.mail.outbox import NEVER_ARRIVED
from referrals.mail.purposes import MailPurpose
from referrals.models import CaseDetails, OutgoingMail, Referral
from referrals.status import ANSWERABLE, HELPING, SAID_YES, State
from referrals.working_days import add_working_days
from services import phone_numbers
from services.contact import contacts_of
from services.letter import Letter
from services.models import Provider

# Providers keep their record in Dutch, so that is the language in which we write to them.
LANGUAGE_OF_PROVIDERS = "nl"


def reference_of(referral: Referral) -> str:
    """Return the name by which both sides can speak of a referral: it says nothing about the case."""
    return referral.pk.hex[:8].upper()


# --- To the employer -------------------------------------------------------------------------------------


def ask_confirmation(details: CaseDetails) -> OutgoingMail:
    """Ask the employer to confirm the address: nothing goes to a provider before that."""
    with _language_of(details):
        days = settings.UNCONFIRMED_CASE_DAYS
        until = ngettext(
            "De link werkt %(days)s dag. Daarna verwijderen wij uw antwoorden.",
            "De link werkt %(days)s dagen. Daarna verwijderen wij uw antwoorden.",
            days,
        )
        letter = Letter(
            _("Bevestig uw e-mailadres"),
            [
                _("U wilt organisaties om hulp vragen. Wij versturen pas iets als u dit adres bevestigt."),
            ],
            _("Bevestig en verstuur"),
            links.address_of(Purpose.CONFIRM, details, details.case.language),
            [
                until % {"days": days},
                _("Hebt u niets gevraagd? Dan hoeft u niets te doen. Wij versturen niets."),
            ],
        )
        return _to_employer(details, MailPurpose.ASK_CONFIRMATION, letter)


def tell_employer_sent(details: CaseDetails, today: date) -> OutgoingMail:
    """Give the employer the address of its own page, and say on which days something happens by itself."""
    with _language_of(details):
        letter = Letter(
            _("Uw aanvraag is verstuurd"),
            [
                _("Met deze link volgt u uw aanvraag. U ziet wie antwoordt, en u kunt alles intrekken."),
                *_days_to_come(today),
                _("Bewaar deze mail. Wie de link heeft, kan uw aanvraag lezen."),
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
        )
        return _to_employer(details, MailPurpose.EMPLOYER_SENT, letter)


def new_employer_link(details: CaseDetails) -> OutgoingMail:
    """Give the employer the address of its own page; an older one has ended."""
    with _language_of(details):
        letter = Letter(
            _("Het adres van uw aanvraag"),
            [
                _("Met deze link volgt u uw aanvraag. U ziet wie antwoordt, en u kunt alles intrekken."),
                _("Bewaar deze mail. Wie de link heeft, kan uw aanvraag lezen."),
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
            [_("Had u al een link? Die werkt niet meer.")],
        )
        return _to_employer(details, MailPurpose.NEW_EMPLOYER_LINK, letter)


def tell_employer_accepted(referral: Referral) -> OutgoingMail:
    """Tell the employer that a provider says yes, and how to reach it."""
    details, provider = referral.case.details, referral.provider
    with _language_of(details):
        if taken_by(referral):
            news = _("Goed nieuws: %(name)s wil een deel van uw mensen helpen.")
        else:
            news = _("Goed nieuws: %(name)s wil u helpen.")
        letter = Letter(
            _("Een organisatie zegt ja op uw aanvraag"),
            [
                news % {"name": provider.name},
                _("De organisatie ziet nu uw e-mailadres, en neemt contact met u op. U kunt ook zelf contact zoeken:"),
                *_ways_to_reach(provider),
                *([session_in_words(referral)] if asks_session(referral.shared) else []),
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
        )
        return _to_employer(details, MailPurpose.EMPLOYER_ACCEPTED, letter, referral, _examples(provider))


def offer_next(details: CaseDetails, after: Referral, offer: Recommendation | None) -> OutgoingMail:
    """Tell the employer why a provider does not help, and which one comes next: sending is one click on its page."""
    with _language_of(details):
        before = [_why_not(after)]
        if offer is None:
            before += [
                _("Wij weten nu geen andere organisatie die bij uw aanvraag past en die u nog niet vroeg."),
                _("In het overzicht staan alle organisaties. Daar ziet u hoe u ze zelf bereikt."),
            ]
            after_link = [_("Het overzicht: %(address)s") % {"address": _absolute("search")}]
        else:
            before += [
                _("De volgende die bij uw aanvraag past, is %(name)s.") % {"name": offer.candidate.name},
                _("Op uw pagina ziet u wat wij dan delen. Met één klik verstuurt u uw aanvraag."),
            ]
            after_link = [_("Wij sturen niets zolang u niet klikt.")]
        letter = Letter(
            _("Uw aanvraag: wat nu?"),
            before,
            _("Naar mijn aanvraag"),
            _own_page(details),
            after_link,
        )
        offered = contacts_of([offer.candidate.slug]) if offer else {}
        examples = _examples(after.provider)
        examples += [offer.candidate.name for contact in offered.values() if offer and contact.is_example]
        return _to_employer(details, MailPurpose.OFFER_NEXT, letter, after, examples)


def tell_employer_others_follow(details: CaseDetails, after: Referral) -> OutgoingMail:
    """Tell the employer why a provider does not help, while others have the case or wait for it."""
    with _language_of(details):
        letter = Letter(
            _("Nieuws over uw aanvraag"),
            [_why_not(after), _("Op uw pagina ziet u wie nog volgt, en of u iets moet kiezen.")],
            _("Naar mijn aanvraag"),
            _own_page(details),
        )
        return _to_employer(details, MailPurpose.EMPLOYER_OTHERS_FOLLOW, letter, after, _examples(after.provider))


def tell_employer_moved_on(details: CaseDetails, after: Referral, now: Referral) -> OutgoingMail:
    """Tell the employer why the next in its own line has the case now."""
    with _language_of(details):
        letter = Letter(
            _("Uw aanvraag is bij de volgende organisatie"),
            [
                _why_not(after),
                _("Uw aanvraag is nu bij %(name)s, zoals u vooraf koos.") % {"name": now.provider.name},
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
        )
        examples = _examples(after.provider, now.provider)
        return _to_employer(details, MailPurpose.EMPLOYER_MOVED_ON, letter, now, examples)


def tell_employer_considering(referral: Referral) -> OutgoingMail:
    """Tell the employer that a provider looks into its case, and by when it answers."""
    details = referral.case.details
    with _language_of(details):
        words = {"name": referral.provider.name, "day": _day(referral.promised_by)}
        letter = Letter(
            _("Een organisatie kijkt naar uw aanvraag"),
            [
                _("%(name)s kijkt naar uw aanvraag. U krijgt uiterlijk op %(day)s antwoord.") % words,
                _("U hoeft nu niets te doen."),
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
        )
        return _to_employer(details, MailPurpose.EMPLOYER_CONSIDERING, letter, referral, _examples(referral.provider))


def ask_employer_question(referral: Referral, *, again: bool = False) -> OutgoingMail:
    """Ask the employer to answer what a provider asks; the question itself stands on its page."""
    details = referral.case.details
    with _language_of(details):
        until = {"name": referral.provider.name, "day": _day(open_questions(referral).latest("answer_by").answer_by)}
        letter = Letter(
            _("Nog een keer: een organisatie heeft een vraag") if again else _("Een organisatie heeft een vraag aan u"),
            [
                _("%(name)s wil eerst iets van u weten, en zegt daarna ja of nee.") % until,
                _("Wilt u uiterlijk op %(day)s antwoorden? U kiest een antwoord. Dat duurt een minuut.") % until,
            ],
            _("Geef antwoord"),
            _own_page(details),
            [_("Antwoordt u niet? Dan beslist de organisatie zonder uw antwoord.")],
        )
        return _to_employer(details, MailPurpose.ASK_EMPLOYER_QUESTION, letter, referral, _examples(referral.provider))


def tell_employer_hold(referral: Referral) -> OutgoingMail:
    """Tell the employer that a provider that helps waits until a day, or goes on again."""
    details = referral.case.details
    with _language_of(details):
        words = {"name": referral.provider.name, "day": _day(referral.on_hold_until)}
        if referral.on_hold_until:
            news = _("%(name)s zette de hulp stil, tot en met %(day)s. Daarna gaat de hulp vanzelf verder.")
        else:
            news = _("%(name)s gaat weer verder met de hulp.")
        letter = Letter(_("Nieuws over uw aanvraag"), [news % words], _("Naar mijn aanvraag"), _own_page(details))
        return _to_employer(details, MailPurpose.EMPLOYER_HOLD, letter, referral, _examples(referral.provider))


def tell_employer_reopened(referral: Referral) -> OutgoingMail:
    """Tell the employer that a provider that was done with its case has it again."""
    details = referral.case.details
    with _language_of(details):
        name = {"name": referral.provider.name}
        if referral.state in HELPING:
            news = _("%(name)s helpt u weer.")
        else:
            news = _("%(name)s kijkt toch opnieuw naar uw aanvraag. U krijgt bericht als er antwoord is.")
        letter = Letter(
            _("Een organisatie komt terug op uw aanvraag"), [news % name], _("Naar mijn aanvraag"), _own_page(details)
        )
        return _to_employer(details, MailPurpose.EMPLOYER_REOPENED, letter, referral, _examples(referral.provider))


def ask_consent_for_forward(referral: Referral) -> OutgoingMail:
    """Ask the employer whether the provider that another one names may have the case (`referral` is the new draft)."""
    details = referral.case.details
    by = referral.forwarded_by
    named_by = by.provider if by else referral.provider
    with _language_of(details):
        letter = Letter(
            _("Een organisatie noemt een andere voor uw aanvraag"),
            [
                _("%(name)s helpt u niet zelf, en noemt een andere organisatie: %(other)s.")
                % {"name": named_by.name, "other": referral.provider.name},
                _("Op uw pagina ziet u wat wij dan delen. Met één klik zegt u ja."),
            ],
            _("Naar mijn aanvraag"),
            _own_page(details),
            [_("Wij sturen niets zolang u niet klikt.")],
        )
        examples = _examples(named_by, referral.provider)
        return _to_employer(details, MailPurpose.ASK_CONSENT_FORWARD, letter, referral, examples)


def ask_employer_how_it_went(details: CaseDetails) -> OutgoingMail:
    """Ask the employer what became of the people: numbers only."""
    with _language_of(details):
        letter = Letter(
            _("Hoe gaat het met uw aanvraag?"),
            [
                _("U vroeg via het VWNW-portaal hulp bij werk. Wij horen graag hoe het ging."),
                _("U vult alleen aantallen in. Dat duurt een minuut."),
            ],
            _("Vertel hoe het ging"),
            _own_page(details),
        )
        return _to_employer(details, MailPurpose.ASK_EMPLOYER_OUTCOME, letter)


# --- To a provider ---------------------------------------------------------------------------------------


def invite(referral: Referral) -> OutgoingMail:
    """Ask a provider for an answer; what it is about stands on the page behind the link."""
    with _language_of_providers():
        letter = Letter(
            _("Een werkgever vraagt uw hulp"),
            [
                _("Een werkgever wil via het VWNW-portaal uw organisatie vragen om mensen naar ander werk te helpen."),
                *_in_short(referral.shared),
                *_please_answer(referral),
            ],
            _("Bekijk en antwoord"),
            links.address_of(Purpose.ANSWER, referral, LANGUAGE_OF_PROVIDERS),
            [*_about_answering(), *_how_to_check(referral)],
        )
        return _to_provider(referral, MailPurpose.INVITE, letter)


def remind(referral: Referral) -> OutgoingMail:
    """Remind a provider that the employer waits, with a new link; the one before has ended."""
    with _language_of_providers():
        letter = Letter(
            _("Herinnering: een werkgever wacht op uw antwoord"),
            [
                _("Op %(day)s stuurden wij u een aanvraag van een werkgever. U gaf nog geen antwoord.")
                % {"day": _day(referral.sent_at)},
                *_please_answer(referral),
                _("Kunt u niet helpen? Zeg dat dan ook. De werkgever kan dan meteen verder."),
            ],
            _("Bekijk en antwoord"),
            links.address_of(Purpose.ANSWER, referral, LANGUAGE_OF_PROVIDERS),
            [_("Gebruik deze link. De link in onze vorige mail werkt niet meer."), *_about_answering()],
        )
        return _to_provider(referral, MailPurpose.REMIND, letter)


def new_answer_link(referral: Referral) -> OutgoingMail:
    """Give a provider a new link to the same referral, at the address on record; the one before has ended."""
    with _language_of_providers():
        can_answer = referral.state in ANSWERABLE
        letter = Letter(
            _("Uw nieuwe link"),
            [
                _("Iemand met de oude link van een aanvraag vroeg om een nieuwe. Hier is hij."),
                *(_please_answer(referral) if can_answer else [_("U gaf al antwoord. Op uw pagina ziet u welk.")]),
            ],
            _("Bekijk en antwoord") if can_answer else _("Naar de aanvraag"),
            _page_of_provider(referral),
            [_("De oude link werkt niet meer."), *(_about_answering() if can_answer else [])],
        )
        return _to_provider(referral, MailPurpose.NEW_ANSWER_LINK, letter)


def tell_provider_answered(referral: Referral) -> OutgoingMail:
    """Tell a provider that the employer answered its question: the answer stands on its page."""
    with _language_of_providers():
        letter = Letter(
            _("De werkgever gaf antwoord op uw vraag"),
            [_("Op uw pagina staat wat de werkgever antwoordde."), *_please_answer(referral)],
            _("Bekijk en antwoord"),
            links.address_of(Purpose.ANSWER, referral, LANGUAGE_OF_PROVIDERS),
            _about_answering(),
        )
        return _to_provider(referral, MailPurpose.PROVIDER_ANSWERED, letter)


def tell_provider_unanswered(referral: Referral) -> OutgoingMail:
    """Tell a provider that the employer did not answer its question in time."""
    with _language_of_providers():
        letter = Letter(
            _("De werkgever gaf geen antwoord op uw vraag"),
            [_("Kunt u zonder dat antwoord zeggen of u helpt?"), *_please_answer(referral)],
            _("Bekijk en antwoord"),
            links.address_of(Purpose.ANSWER, referral, LANGUAGE_OF_PROVIDERS),
            _about_answering(),
        )
        return _to_provider(referral, MailPurpose.PROVIDER_UNANSWERED, letter)


def tell_provider_hold(referral: Referral) -> OutgoingMail:
    """Tell a provider that the employer wants it to wait until a day, or to go on."""
    with _language_of_providers():
        day = {"day": _day(referral.on_hold_until)}
        if referral.on_hold_until:
            subject = _("De werkgever zet een aanvraag stil")
            news = [_("Tot en met %(day)s hoeft u niets te doen. Daarna gaat de aanvraag vanzelf verder.") % day]
        else:
            subject = _("De werkgever wil weer verder met een aanvraag")
            news = [_("De aanvraag staat niet meer stil.")]
        if referral.state not in HELPING:
            news += _please_answer(referral)
        letter = Letter(subject, news, _("Naar de aanvraag"), _page_of_provider(referral))
        return _to_provider(referral, MailPurpose.PROVIDER_HOLD, letter)


def tell_provider_reopened(referral: Referral) -> OutgoingMail:
    """Give a provider the page of a referral that staff brought back."""
    with _language_of_providers():
        letter = Letter(
            _("Een aanvraag is weer open"),
            [
                _("Een medewerker van het portaal opende een aanvraag opnieuw. Wij stuurden u die op %(day)s.")
                % {"day": _day(referral.sent_at)},
                *([] if referral.state in HELPING else _please_answer(referral)),
            ],
            _("Naar de aanvraag"),
            _page_of_provider(referral),
            [_("Wie de link heeft, kan de aanvraag lezen.")],
        )
        return _to_provider(referral, MailPurpose.PROVIDER_REOPENED, letter)


def tell_provider_withdrawn(referral: Referral) -> OutgoingMail:
    """Tell a provider that the employer withdrew: its links have ended and what was shared must go."""
    with _language_of_providers():
        letter = Letter(
            _("Een werkgever trekt een aanvraag in"),
            [
                _("De werkgever trekt de aanvraag in die wij u stuurden op %(day)s. U hoeft niets meer te doen.")
                % {"day": _day(referral.sent_at)},
                *([_("De aanvraag was per ongeluk verstuurd.")] if referral.by_mistake else []),
                _("De links naar deze aanvraag werken niet meer."),
                _("Hebt u iets van de aanvraag bewaard? Verwijder dat dan."),
            ],
        )
        return _to_provider(referral, MailPurpose.PROVIDER_WITHDRAWN, letter)


def give_progress_link(referral: Referral) -> OutgoingMail:
    """Give a provider that said yes the page on which it tells how it goes."""
    with _language_of_providers():
        letter = Letter(
            _("U zei ja: zo gaat het verder"),
            [
                _("Fijn dat u helpt. Op uw pagina staat het e-mailadres van de werkgever. Neem snel contact op."),
                _("Daar meldt u ook dat u bent begonnen, en later hoe het ging. U vult alleen aantallen in."),
            ],
            _("Naar de aanvraag"),
            links.address_of(Purpose.PROGRESS, referral, LANGUAGE_OF_PROVIDERS),
            [_("Bewaar deze mail. Wie de link heeft, kan de aanvraag lezen.")],
        )
        return _to_provider(referral, MailPurpose.PROGRESS_LINK, letter)


def ask_provider_how_it_went(referral: Referral) -> OutgoingMail:
    """Ask a provider that said yes what became of the people: numbers only."""
    with _language_of_providers():
        letter = Letter(
            _("Hoe gaat het met een aanvraag?"),
            [
                _("U zei ja op een aanvraag die wij u stuurden op %(day)s. Wij horen graag hoe het gaat.")
                % {"day": _day(referral.sent_at)},
                _("U vult alleen aantallen in. Dat duurt een minuut."),
            ],
            _("Vertel hoe het gaat"),
            links.address_of(Purpose.PROGRESS, referral, LANGUAGE_OF_PROVIDERS),
        )
        return _to_provider(referral, MailPurpose.ASK_PROVIDER_OUTCOME, letter)


# --- Words that several mails share ----------------------------------------------------------------------


def _please_answer(referral: Referral) -> list[str]:
    """Return the sentence that says until when an answer is of use."""
    if referral.answer_by is None:
        return [_("Wilt u antwoorden? De werkgever wacht op u.")]
    return [_("Wilt u uiterlijk op %(day)s antwoorden? De werkgever wacht op u.") % {"day": _day(referral.answer_by)}]


def _in_short(shared: Mapping[str, Any]) -> list[str]:
    """Return where how many people need which help, of what the employer agreed to share."""
    known = {field.code: field.value for field in in_words(shared, LANGUAGE_OF_PROVIDERS)}
    people, needs = known.get(HEADCOUNTS), known.get(NEEDS_OF_PEOPLE)
    sentences = [(_("Het gaat om %(what)s."), people), (_("Gevraagde hulp: %(what)s."), needs)]
    session = [_("De werkgever vraagt ook om uitleg in het bedrijf.")] if asks_session(shared) else []
    return [*(sentence % {"what": what} for sentence, what in sentences if what), *session]


def _how_to_check(referral: Referral) -> list[str]:
    """Return how a reader finds out that a mail is ours without following its link."""
    ways = _(
        "Twijfelt u of deze mail echt is? Zoek dan zelf ons portaal op: %(site)s. Vraag het ons via de pagina Contact."
    )
    return [
        ways % {"site": settings.SITE_URL},
        _("Noem het kenmerk %(reference)s. Wij vragen nooit om een wachtwoord of om geld.")
        % {"reference": reference_of(referral)},
    ]


def _days_to_come(today: date) -> list[str]:
    """Return what happens on which day by itself after a request went out."""
    reminders = [date_in_words(add_working_days(today, number)) for number in settings.REMINDER_WORKING_DAYS]
    answered = date_in_words(add_working_days(today, settings.SILENCE_WORKING_DAYS))
    told = [_("Zo gaat het verder. U hoeft zelf niets te onthouden:")]
    if reminders:
        told.append(
            _("Wie dan nog niet antwoordde, krijgt een herinnering op: %(days)s.") % {"days": "; ".join(reminders)}
        )
    told.append(_("Uiterlijk %(day)s krijgt u antwoord, of wij noemen wie u daarna kunt vragen.") % {"day": answered})
    told.append(_("Vraagt een organisatie meer tijd? Dan mailen wij u de nieuwe dag."))
    if settings.ASK_OUTCOME_DAYS:
        days = min(settings.ASK_OUTCOME_DAYS)
        told.append(
            ngettext(
                "Zegt een organisatie ja? Dan vragen wij u na %(days)s dag hoe het ging.",
                "Zegt een organisatie ja? Dan vragen wij u na %(days)s dagen hoe het ging.",
                days,
            )
            % {"days": days}
        )
    return told


def _about_answering() -> list[str]:
    return [
        _("U hebt geen account nodig. Met de link kunt u ja of nee zeggen, of een andere organisatie noemen."),
        _("Geef de link alleen door binnen uw organisatie. Wie hem heeft, kan antwoorden."),
    ]


def _why_not(referral: Referral) -> str:
    """Return why a provider does not help, as its own state says it."""
    name = {"name": referral.provider.name}
    if referral.state == State.DECLINED:
        return _why_declined(referral)
    if referral.state == State.ACCEPTED:
        return _("%(name)s helpt een deel van uw mensen. De anderen hebben nog geen hulp.") % name
    if referral.state == State.NO_ANSWER and referral.mails.filter(state__in=NEVER_ARRIVED).exists():
        return _("Wij konden %(name)s niet bereiken: onze mail kwam niet aan.") % name
    if referral.state == State.NO_ANSWER and referral.turn_from != localdate(referral.sent_at):
        return _("%(name)s gaf niet op tijd antwoord.") % name
    if referral.state == State.NO_ANSWER:
        days = settings.SILENCE_WORKING_DAYS
        sentence = ngettext(
            "%(name)s gaf binnen %(days)s werkdag geen antwoord.",
            "%(name)s gaf binnen %(days)s werkdagen geen antwoord.",
            days,
        )
        return sentence % {**name, "days": days}
    if referral.sent_at is None:
        return _("Wij kunnen %(name)s nu niet vragen. De gegevens zijn niet meer actueel.") % name
    return _("%(name)s heeft uw aanvraag niet meer.") % name


def _why_declined(referral: Referral) -> str:
    event = referral.events.filter(after=State.DECLINED).latest("at", "pk")
    words = {"name": referral.provider.name, "reason": event.get_reason_display()}
    if event.before in HELPING:
        return _("%(name)s zei ja, maar kan u toch niet helpen. De reden: “%(reason)s”.") % words
    return _("%(name)s zei nee. De reden: “%(reason)s”.") % words


def _ways_to_reach(provider: Provider) -> list[str]:
    """Return the ways to reach a provider that its record holds, or the one that stands for it, one a line."""
    provider = provider.stands
    ways = [
        (_("Telefoon: %(way)s"), phone_numbers.shown(provider.phone)),
        (_("E-mail: %(way)s"), provider.email),
        (_("Website: %(way)s"), provider.website),
    ]
    return [words % {"way": way} for words, way in ways if way]


def _own_page(details: CaseDetails) -> str:
    """Return the whole address of the employer's own page."""
    return links.address_of(Purpose.EMPLOYER, details, details.case.language)


def _page_of_provider(referral: Referral) -> str:
    """Return the whole address of the page of a provider: to answer, or of its help."""
    purpose = Purpose.PROGRESS if referral.state in SAID_YES else Purpose.ANSWER
    return links.address_of(purpose, referral, LANGUAGE_OF_PROVIDERS)


def _examples(*providers: Provider) -> list[str]:
    return [provider.name for provider in providers if provider.is_example]


def _about_examples(names: Sequence[str]) -> list[str]:
    """Return the warning that goes with providers that are made up."""
    words = _("Let op: %(name)s is een voorbeeld. De contactgegevens zijn verzonnen.")
    return [words % {"name": name} for name in dict.fromkeys(names)]


def _day(day: date | datetime | None) -> str:
    """Return a day in words, as it is in the Netherlands."""
    return date_in_words(localdate(day) if isinstance(day, datetime) else day)


# --- Into the queue --------------------------------------------------------------------------------------


def _language_of(details: CaseDetails) -> translation.override:
    return translation.override(details.case.language)


def _language_of_providers() -> translation.override:
    return translation.override(LANGUAGE_OF_PROVIDERS)


def _to_employer(
    details: CaseDetails,
    purpose: MailPurpose,
    letter: Letter,
    referral: Referral | None = None,
    examples: Sequence[str] = (),
) -> OutgoingMail:
    """Put a mail to the employer of a case in the queue, in the language that it chose."""
    why = _("U krijgt deze mail omdat iemand dit adres invulde bij een aanvraag in het VWNW-portaal.")
    return post(
        letter,
        purpose=purpose,
        to=details.email,
        language=details.case.language,
        why=why,
        examples=_about_examples(examples),
        case=details.case,
        referral=referral,
    )


def _to_provider(referral: Referral, purpose: MailPurpose, letter: Letter) -> OutgoingMail:
    """Put a mail to the address on record of a provider in the queue: of the record that stands for it."""
    provider = referral.provider.stands
    why = _("U krijgt deze mail omdat dit adres bij %(name)s staat in het VWNW-portaal.") % {"name": provider.name}
    return post(
        letter,
        purpose=purpose,
        to=provider.referral_address,
        language=LANGUAGE_OF_PROVIDERS,
        why=why,
        examples=_about_examples(_examples(provider)),
        reference=reference_of(referral),
        case=referral.case,
        referral=referral,
    )


def _absolute(name: str) -> str:
    """Return the whole address of a page that needs no request, in the language of the mail."""
    return settings.SITE_URL + reverse(name)
