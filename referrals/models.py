"""What an employer chose to keep or to refer. Nothing else of a case is ever stored.

What lives here: the rows, and what the database refuses. What does not: keeping and deleting (advice/saved_cases.py),
the verbs of a referral (loop/actions.py), sending mail (mail/outbox.py), when rows go (retention.py).

A referred case stands in two parts. What stays (ReferredCase, CaseGroup, Referral, ReferralEvent, Outcome) is coarse:
region, sector, days, and numbers, which become rough once the figures of their year are final (FinalFigures). What goes
when its period has passed is in rows and columns of its own (CaseDetails, Referral.shared, OutgoingMail), so that
removing it is removing rows.
"""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.status import Actor, DeclineReason, Result, RevokeReason, SessionAnswer, State
from services.models import Provider, Role


def new_key() -> str:
    """Return a key that cannot be guessed."""
    return secrets.token_urlsafe(16)


class SavedCase(models.Model):
    """A case behind a private link. It holds answers (places, numbers, dates), no names and no contact data.

    `key` is part of the link: a new key ends the old link. `seen` is what the plan said when it was kept or last
    looked at and accepted, to tell later what changed. `draft` is what it was made from (Answers.digest), so that the
    same press twice makes one. `done` are the codes of the tasks that its employer ticked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("sleutel", max_length=32, default=new_key)
    answers = models.JSONField("antwoorden")
    seen = models.JSONField("gezien plan")
    created_at = models.DateTimeField("bewaard", auto_now_add=True)
    expires_on = models.DateField("verloopt op", db_index=True)
    draft = models.CharField("kenmerk van het concept", max_length=64, unique=True, null=True, blank=True)
    done = models.JSONField("afgevinkt", default=list, blank=True)

    class Meta:
        verbose_name = "bewaarde casus"
        verbose_name_plural = "bewaarde casussen"

    def __str__(self) -> str:
        return str(self.id)


LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class Afterwards(models.Model):
    """That the employer of a kept case wants a mail after the end, which asks how it went.

    It goes with the case. `email` is there until the mail is in the queue, and nowhere after that. `key` is part of the
    link in that mail, which opens the question and not the case. `elsewhere` tells that somebody was asked for help in
    this case: that request asks how it went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(
        SavedCase, on_delete=models.CASCADE, related_name="afterwards", verbose_name="bewaarde casus"
    )
    key = models.CharField("sleutel", max_length=32, default=new_key)
    email = models.EmailField("e-mailadres", blank=True)
    language = models.CharField("taal", max_length=2, choices=LANGUAGES, default="nl")
    ask_on = models.DateField("vragen op", db_index=True)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    elsewhere = models.BooleanField("gevraagd bij een aanvraag", default=False)

    class Meta:
        verbose_name = "vraag achteraf"
        verbose_name_plural = "vragen achteraf"

    def __str__(self) -> str:
        return str(self.id)


class WithoutReferral(models.Model):
    """How it went with people of kept cases for whom nobody was asked for help, all cases of a year together.

    Of no case by itself: that it counted stands with the case (Afterwards). A result that is empty is all of them.
    """

    year = models.PositiveSmallIntegerField("jaar")
    result = models.CharField("uitkomst", max_length=16, choices=Result.choices, blank=True)
    cases = models.PositiveIntegerField("aantal casussen", default=0)
    people = models.PositiveIntegerField("aantal mensen", default=0)

    class Meta:
        verbose_name = "uitkomsten zonder aanvraag"
        verbose_name_plural = "uitkomsten zonder aanvraag"
        constraints = [models.UniqueConstraint(fields=["year", "result"], name="referrals_without_referral_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.result}"


class ReferredCase(models.Model):
    """A case that an employer refers to providers: the coarse facts, which stay for the figures.

    `employer` is a keyed digest that changes every year (loop/known_employers.py): it recognises the same employer
    coming back and says nothing about who it is. `sent_on` is empty until the employer confirmed by mail; only then it
    counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sector = models.CharField("sector", max_length=40, blank=True)
    employer = models.CharField("werkgever (kenmerk)", max_length=64, blank=True)
    one_by_one = models.BooleanField("een voor een", default=False)
    language = models.CharField("taal", max_length=2, choices=LANGUAGES, default="nl")
    created_at = models.DateTimeField("aangemaakt", default=timezone.now)
    sent_on = models.DateField("verstuurd op", null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "doorverwezen casus"
        verbose_name_plural = "doorverwezen casussen"

    def __str__(self) -> str:
        return str(self.id)

    @property
    def headcount(self) -> int:
        """Return how many people the case is about, of all its groups together."""
        return sum(self.groups.values_list("headcount", flat=True))


class CaseGroup(models.Model):
    """People in one situation in one region of a referred case. `role` is empty for flexible staff (R15)."""

    case = models.ForeignKey(ReferredCase, on_delete=models.CASCADE, related_name="groups", verbose_name="casus")
    number = models.PositiveSmallIntegerField("nummer")
    region = models.CharField("arbeidsmarktregio", max_length=8, blank=True)
    role = models.CharField("rol", max_length=20, choices=Role.choices, blank=True)
    headcount = models.PositiveIntegerField("aantal mensen")
    has_gap = models.BooleanField("niemand met deze rol", default=False, help_text="R16, op de dag van versturen.")

    class Meta:
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="referrals_casegroup_number_once"),
            models.CheckConstraint(condition=Q(headcount__gt=0), name="referrals_casegroup_has_people"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.number}"


class CaseDetails(models.Model):
    """What is known of a referred case for as long as it runs: the answers and how to reach the employer.

    `key` is part of the employer's link: a new key ends the old link. `confirmed_at` is when the address was confirmed.
    `draft` is what it was made from (Answers.digest), so that the same request sent twice is one. Until the address is
    confirmed `kept` is the case that its employer kept of the same answers: nobody is asked twice how it went.
    """

    case = models.OneToOneField(
        ReferredCase, on_delete=models.CASCADE, primary_key=True, related_name="details", verbose_name="casus"
    )
    key = models.CharField("sleutel", max_length=32, default=new_key)
    answers = models.JSONField("antwoorden")
    kept = models.ForeignKey(
        SavedCase,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="bewaarde casus",
    )
    email = models.EmailField("e-mailadres")
    confirmed_at = models.DateTimeField("bevestigd", null=True, blank=True)
    draft = models.CharField("kenmerk van het concept", max_length=64, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = "gegevens van een casus"
        verbose_name_plural = "gegevens van casussen"

    def __str__(self) -> str:
        return str(self.case_id)


class Referral(models.Model):
    """One case before one provider. Its state changes in loop/actions.py only, one move of status.py at a time.

    `shared` is what the employer agreed to share with this provider: the codes of the fields and their values at that
    moment. `place` is its turn in the line. `key` is part of the provider's link. `answer_by` is the day that ends the
    waiting, and `turn_from` the one from which its days are counted (loop/clock.py): it lies ahead while the provider
    looks into it up to `promised_by`, while it is on hold, or while the employer has a question to answer.
    `goes_on_at` is when a no can be undone no more, and the line goes on. What was sent `by_mistake` is not counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(ReferredCase, on_delete=models.CASCADE, related_name="referrals", verbose_name="casus")
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="referrals", verbose_name="organisatie"
    )
    place = models.PositiveSmallIntegerField("volgorde")
    state = models.CharField("staat", max_length=24, choices=State.choices, default=State.DRAFT)
    key = models.CharField("sleutel", max_length=32, default=new_key)
    shared = models.JSONField("gedeeld", default=dict, blank=True)
    forwarded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="doorverwezen door"
    )
    sent_at = models.DateTimeField("verstuurd", null=True, blank=True)
    answer_by = models.DateField("antwoord uiterlijk", null=True, blank=True)
    turn_from = models.DateField("aan zet vanaf", null=True, blank=True)
    promised_by = models.DateField("antwoord beloofd", null=True, blank=True)
    on_hold_until = models.DateField("stil tot en met", null=True, blank=True)
    goes_on_at = models.DateTimeField("de rij gaat verder", null=True, blank=True, db_index=True)
    by_mistake = models.BooleanField("per ongeluk verstuurd", default=False)

    class Meta:
        verbose_name = "doorverwijzing"
        verbose_name_plural = "doorverwijzingen"
        ordering = ["case", "place"]
        indexes = [models.Index(fields=["state", "answer_by"], name="referrals_by_state_and_day")]
        constraints = [
            models.UniqueConstraint(fields=["case", "provider"], name="referrals_referral_provider_once"),
            models.UniqueConstraint(fields=["case", "place"], name="referrals_referral_place_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="referrals_referral_known_state"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ReferralEvent(models.Model):
    """Something that happened to a referral. Rows are added and never changed: the database refuses it.

    A move has both states; what is no move (a reminder, a question how it went) has none.
    """

    class What(models.TextChoices):
        MOVED = "moved", _("staat veranderd")
        REMINDED = "reminded", _("herinnerd")
        OFFERED_NEXT = "offered_next", _("volgende aangeboden")
        ASKED_PROVIDER = "asked_provider", _("organisatie gevraagd hoe het ging")
        ASKED_EMPLOYER = "asked_employer", _("werkgever gevraagd hoe het ging")
        NEW_LINK = "new_link", _("nieuwe link gestuurd")
        EXTENDED = "extended", _("vroeg meer tijd")
        QUESTION = "question", _("stelde een vraag")
        ANSWERED = "answered", _("de werkgever gaf antwoord")
        ASKED_AGAIN = "asked_again", _("de vraag nog eens gesteld")
        QUESTION_OVER = "question_over", _("verder zonder antwoord op de vraag")
        HELD = "held", _("stilgezet")
        RESUMED = "resumed", _("gaat weer verder")

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="events", verbose_name="doorverwijzing"
    )
    at = models.DateTimeField("tijd", default=timezone.now, db_index=True)
    what = models.CharField("wat", max_length=16, choices=What.choices, default=What.MOVED)
    actor = models.CharField("door", max_length=10, choices=Actor.choices)
    before = models.CharField("van", max_length=24, choices=State.choices, blank=True)
    after = models.CharField("naar", max_length=24, choices=State.choices, blank=True)
    reason = models.CharField(
        "reden", max_length=20, choices=[*DeclineReason.choices, *RevokeReason.choices], blank=True
    )

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        # As they were written, under the lock of the case: `at` is read before that.
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="moved") & ~Q(after="") | ~Q(what="moved") & Q(before="", after=""),
                name="referrals_event_move_has_a_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.after or self.what}"


class TakenOn(models.Model):
    """How many people of a group a provider helps, where that is a part of the case. Without rows a yes is for all.

    Of those who said yes for a part nobody counts the same people: loop/parts.py hands out what is left.
    """

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="taken_on", verbose_name="doorverwijzing"
    )
    group = models.ForeignKey(CaseGroup, on_delete=models.CASCADE, related_name="taken_on", verbose_name="groep")
    people = models.PositiveIntegerField("aantal mensen")

    class Meta:
        verbose_name = "deel dat een organisatie helpt"
        verbose_name_plural = "delen die organisaties helpen"
        constraints = [
            models.UniqueConstraint(fields=["referral", "group"], name="referrals_takenon_group_once"),
            models.CheckConstraint(condition=Q(people__gt=0), name="referrals_takenon_has_people"),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.people}"


class AskedQuestion(models.Model):
    """A question of a provider to the employer, from the fixed list of loop/questions.py, and its answer as a code.

    `answer` is empty while there is none. What was answered goes with the details of the case.
    """

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="questions", verbose_name="doorverwijzing"
    )
    code = models.CharField("vraag", max_length=20)
    answer_by = models.DateField("antwoord uiterlijk")
    answer = models.CharField("antwoord", max_length=10, blank=True)

    class Meta:
        verbose_name = "vraag van een organisatie"
        verbose_name_plural = "vragen van organisaties"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["referral", "code"], name="referrals_question_once")]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.code}"


class SessionReply(models.Model):
    """What a provider that helps says to a session at the firm, where the employer asked for one.

    Without a row it did not say. It goes with the details of the case.
    """

    referral = models.OneToOneField(
        Referral,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="session_reply",
        verbose_name="doorverwijzing",
    )
    answer = models.CharField("antwoord", max_length=10, choices=SessionAnswer.choices)

    class Meta:
        verbose_name = "antwoord op de vraag om uitleg in het bedrijf"
        verbose_name_plural = "antwoorden op de vraag om uitleg in het bedrijf"

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.answer}"


class Outcome(models.Model):
    """What one party says became of a number of people of a case; a later report of that party replaces it.

    Without a referral it is the employer who says so. Never added up over parties: see monitor/results.py.
    """

    case = models.ForeignKey(ReferredCase, on_delete=models.CASCADE, related_name="outcomes", verbose_name="casus")
    referral = models.ForeignKey(
        Referral,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name="doorverwijzing",
    )
    result = models.CharField("uitkomst", max_length=16, choices=Result.choices)
    people = models.PositiveIntegerField("aantal mensen")
    reported_at = models.DateTimeField("gemeld", default=timezone.now)

    class Meta:
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "result"], condition=Q(referral=None), name="referrals_outcome_of_employer_once"
            ),
            models.UniqueConstraint(
                fields=["referral", "result"], condition=Q(referral__isnull=False), name="referrals_outcome_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people}: {self.get_result_display()}"


class MailState(models.TextChoices):
    """Where a mail stands between the portal and its reader."""

    WAITING = "waiting", "wacht"
    HANDING_OVER = "handing_over", "wordt overgedragen"
    SENT = "sent", "verstuurd"
    UNSURE = "unsure", "onzeker: afgebroken tijdens het versturen"
    FAILED = "failed", "geweigerd"
    BOUNCED = "bounced", "teruggekomen"
    CANCELLED = "cancelled", "ingetrokken"


class OutgoingMail(models.Model):
    """A mail that waits to be sent, or was. It is written in the transaction that needs it, so it leaves after commit.

    HANDING_OVER is written just before the mail server gets the mail. A process that dies then leaves it UNSURE: it is
    never sent again by itself, so no mail goes twice; the reminder that follows brings the same news.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        ReferredCase, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name="casus"
    )
    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name="doorverwijzing"
    )
    purpose = models.CharField("soort", max_length=24)
    to = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst")
    html = models.TextField("html", blank=True)
    language = models.CharField("taal", max_length=2, choices=LANGUAGES, default="nl")
    state = models.CharField("staat", max_length=12, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField("klaargezet", default=timezone.now)
    due_at = models.DateTimeField("versturen vanaf", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    handled_at = models.DateTimeField("laatste poging", null=True, blank=True)
    error = models.TextField("antwoord van de mailserver", blank=True)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="referrals_mail_by_turn")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.get_state_display()}"


class FinalFigures(models.Model):
    """What the monitor shows of a year that is final, written down before the numbers behind it become rough.

    `figures` is None where even the total is too small to show.
    """

    year = models.PositiveSmallIntegerField("jaar", unique=True)
    figures = models.JSONField("cijfers", null=True)

    class Meta:
        verbose_name = "cijfers van een jaar"
        verbose_name_plural = "cijfers van jaren"

    def __str__(self) -> str:
        return str(self.year)


class DigestKey(models.Model):
    """The key that makes the digests of one year; without it nobody can tell two employers apart any more."""

    year = models.PositiveSmallIntegerField("jaar", unique=True)
    key = models.CharField("sleutel", max_length=64)

    class Meta:
        verbose_name = "sleutel van een jaar"
        verbose_name_plural = "sleutels van jaren"

    def __str__(self) -> str:
        return str(self.year)


class Attempt(models.Model):
    """One try at something limited (rate_limits.py), under a digest of the address or mailbox that tried it."""

    digest = models.CharField("kenmerk", max_length=64)
    at = models.DateTimeField("tijd", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "poging"
        verbose_name_plural = "pogingen"
        indexes = [models.Index(fields=["digest", "at"], name="referrals_attempt_by_digest")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
