"""The form of a record: opening it, saving it, choosing where somebody else changed the same, and looking before it.

What lives here: those pages. What does not: what is asked (edit_form.py), saving (saving.py), what is kept for later
(drafts.py), who else has it open (presence.py).
"""

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from notation.fields import DateField
from services.desk.access import GET_OR_POST, Action, desk_page, record_for
from services.desk.clashes import choices_in, deeds_of, own_in, rows_of
from services.desk.consequences import consequences, with_areas
from services.desk.drafts import draft_for, drafts_about
from services.desk.edit_form import TOO_MUCH, RecordForm, Token, Typed, is_too_much, typed_in
from services.desk.presence import others_at
from services.desk.preview import previewed
from services.desk.registry import Told
from services.desk.saving import Asked, Clashing, NotValid, Saved, autosaves_of, keep_draft, save
from services.desk.told_words import unit_label
from services.desk.undone import offer_to_undo
from services.freshness import CheckPart
from services.models import Draft, Provider
from services.upkeep.checks import OF_CHECKS, move_dates
from services.upkeep.door import NO_VERSION, Version, as_seen, versions_of
from services.upkeep.history import name_of
from services.upkeep.joining import told_of
from services.upkeep.record import Record, as_stored
from services.upkeep.values import fields_told

# What a button of the form asks: without one of these it is saved.
KEEP, SCHEDULE, GO_ON = "concept", "plan", "verder"
# What a button asks beside a look at the public page; the look while somebody types does without.
CONSEQUENCES = "gevolgen"
# What is known of a new record beside what is told of it.
NEVER_CHECKED: Record = {"last_checked_on": None, "silent_since": None}
DAY = "publiceer_op"
ENGLISH_OF_OLD = (
    "Een ander wijzigde intussen het Nederlands. Uw Engels hoort bij de oude tekst: klopt het nog? "
    "Wijzig het, of vink bij de teksten aan dat het klopt."
)
LOOK_AGAIN = (
    "Een ander wijzigde intussen ook iets van wat u hebt nagevraagd ({parts}). Die controle is dus nog niet "
    "vastgelegd. Kijk wat er nu staat, en leg haar hier vast als het klopt."
)
GONE = "Deze organisatie is intussen verwijderd. Wat u typte is een concept: publiceer het om haar weer toe te voegen."


class PublishForm(forms.Form):
    """Asks on which day something is published."""

    publiceer_op = DateField(label="Publiceer op", help_text="Een dag vanaf vandaag, zoals 3-12-2026.")

    def clean_publiceer_op(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["publiceer_op"]
        if day < timezone.localdate():
            raise forms.ValidationError("Deze dag is voorbij. Kies vandaag of een latere dag.")
        return day


def record_or_gone(user: Any, action: Action, slug: str) -> Provider | None:
    """Return the record of an address, and none where it is gone: what somebody typed about it is not."""
    return record_for(user, action, slug) if Provider.objects.filter(slug=slug).exists() else None


@desk_page(Action.EDIT, record_or_gone, methods=GET_OR_POST)
def edit(request: HttpRequest, provider: Provider | None) -> HttpResponse:
    """Ask what is known of a record, and store what is another than it was."""
    if provider is None:
        return _kept_of_gone(request)
    return _answered(request, provider) if request.method == "POST" else _opened(request, provider)


@desk_page(Action.EDIT, methods=GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is known of a new record; nobody sees it before it is stored."""
    return _answered(request, None) if request.method == "POST" else _opened(request, None)


@desk_page(Action.EDIT, record_for, methods=("POST",))
def preview(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Show the public page as what was typed would make it; nothing is stored."""
    return _previewed(request, provider)


@desk_page(Action.EDIT, methods=("POST",))
def preview_new(request: HttpRequest) -> HttpResponse:
    """Show the public page of a record that is not there yet."""
    return _previewed(request, None)


# --- What was asked --------------------------------------------------------------------------------------


def asked_in(request: HttpRequest) -> Asked:
    """Return what a form that was sent in asks."""
    token = Token(request.POST)
    return Asked(
        typed_in(request.POST),
        token.read("seen") or NO_VERSION,
        request.user,
        timezone.localdate(),
        token.read("concept", None),
        token.read("met") or NO_VERSION,
        choices_in(request.POST),
        own_in(request.POST),
    )


def _answered(request: HttpRequest, provider: Provider | None) -> HttpResponse:
    asked, button = asked_in(request), request.POST.get("doe")
    if button in (KEEP, GO_ON):
        asked = asked._replace(typed=asked.typed_anew)
    if is_too_much(asked.typed_anew):
        return _form(request, provider, _form_of(asked, provider), asked.seen, draft=asked.draft, refused=TOO_MUCH)
    if button == GO_ON:
        return _form(request, provider, _form_of(asked, provider, is_judged=False), asked.seen, draft=asked.draft)
    if button == KEEP:
        return _kept(request, keep_draft(asked, provider), "Bewaard als concept. Op de site is niets gewijzigd.")
    if button == SCHEDULE:
        return _scheduled(request, provider, asked, PublishForm(request.POST))
    return _saved(request, provider, asked)


def _kept_of_gone(request: HttpRequest) -> HttpResponse:
    """Keep what was typed about a record that was deleted meanwhile; there is nothing else here any more."""
    asked = asked_in(request)
    if request.method != "POST" or is_too_much(asked.typed):
        raise Http404
    return _kept(request, keep_draft(asked, None), GONE)


def _scheduled(request: HttpRequest, provider: Provider | None, asked: Asked, publishing: PublishForm) -> HttpResponse:
    form = _form_of(asked, provider)
    if not publishing.is_valid() or not form.is_valid():
        return _form(request, provider, form, asked.seen, draft=asked.draft, publishing=publishing)
    day = publishing.cleaned_data["publiceer_op"]
    if day == timezone.localdate():
        return _saved(request, provider, asked)
    draft = keep_draft(asked, provider, publish_on=day)
    return _kept(request, draft, f"Dit wordt gepubliceerd op {day.day}-{day.month}-{day.year}, in de ochtend.")


def _saved(request: HttpRequest, provider: Provider | None, asked: Asked) -> HttpResponse:
    try:
        outcome = save(asked, provider)
    except Provider.DoesNotExist:
        return _kept_of_gone(request)
    match outcome:
        case Saved() as saved:
            return _done(request, saved)
        case NotValid(form, seen):
            return _form(request, provider, form, seen, draft=asked.draft)
        case Clashing() as clashing:
            return _choice(request, provider, asked, clashing)


def _done(request: HttpRequest, saved: Saved) -> HttpResponse:
    name = saved.provider.name
    if saved.change_set is None:
        messages.info(request, f"{name}: er was niets anders dan het al was.")
    else:
        offer_to_undo(request, f"{name}: bewaard.", saved.provider, saved.change_set)
    if saved.taken_over:
        who = " en ".join(dict.fromkeys(name_of(row.change_set) for row in reversed(saved.since)))
        what = ", ".join(map(unit_label, saved.taken_over))
        messages.info(request, f"Intussen wijzigde {who} ook iets: {what}. Dat is blijven staan, naast wat u wijzigde.")
    if saved.english_to_compare:
        messages.warning(request, ENGLISH_OF_OLD)
    if saved.to_look_at:
        parts = ", ".join(str(part.label) for part in CheckPart if part in saved.to_look_at)
        messages.warning(request, LOOK_AGAIN.format(parts=parts))
        return redirect("desk_check", saved.provider.slug)
    return redirect("desk_record", saved.provider.slug)


def _kept(request: HttpRequest, draft: Draft, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(f"{_address(draft.provider)}?concept={draft.pk}")


def _address(provider: Provider | None) -> str:
    return reverse("desk_edit", args=[provider.slug]) if provider else reverse("desk_new")


# --- What is shown ---------------------------------------------------------------------------------------


def _opened(request: HttpRequest, provider: Provider | None) -> HttpResponse:
    """Show the form of what is stored, or of a draft that somebody goes on with."""
    number = Token(request.GET).read("concept", None)
    if number is None:
        seen = versions_of([provider.pk])[provider.pk] if provider else NO_VERSION
        form = _new_form(None, seen, provider, request.user)
        unfinished = autosaves_of(request.user, provider).first()
        return _form(request, provider, form, seen, unfinished=unfinished)
    draft = draft_for(request.user, Action.EDIT, number)
    if draft.provider != provider:
        raise Http404
    form = _new_form(draft.typed, draft.seen, provider, request.user, is_judged=False)
    kept = None if draft.kind == Draft.Kind.AUTOSAVE else draft
    publishing = PublishForm(initial={DAY: draft.publish_on})
    return _form(request, provider, form, draft.seen, draft=kept and kept.pk, opened=kept, publishing=publishing)


def _form_of(asked: Asked, provider: Provider | None, *, is_judged: bool = True) -> RecordForm:
    return _new_form(asked.typed, asked.seen, provider, asked.by, is_judged=is_judged)


def _new_form(
    typed: Typed | None, seen: Version, provider: Provider | None, by: Any, *, is_judged: bool = True
) -> RecordForm:
    base = told_of(as_seen(provider.pk, seen)) if provider else None
    return RecordForm(typed, on=timezone.localdate(), by=by, base=base, provider=provider, is_judged=is_judged)


def _form(
    request: HttpRequest,
    provider: Provider | None,
    form: RecordForm,
    seen: Version,
    *,
    draft: int | None = None,
    opened: Draft | None = None,
    unfinished: Draft | None = None,
    publishing: PublishForm | None = None,
    refused: str = "",
) -> HttpResponse:
    context = _around(provider, seen, draft) | {
        "form": form,
        "opened": opened,
        "unfinished": unfinished,
        "publishing": publishing or PublishForm(initial={DAY: request.POST.get(DAY, "")}),
        "refused": refused,
        "others": others_at(provider, request.user) if provider else [],
        "drafts": [one for one in drafts_about(provider) if one.pk != draft] if provider else [],
    }
    return render(request, "desk/edit.html", context)


def _around(provider: Provider | None, seen: Version, draft: int | None) -> dict[str, Any]:
    """Return what each of these pages needs to send the form on."""
    named = [provider.slug] if provider else []
    ending = "" if provider else "_new"
    return {
        "provider": provider,
        "seen": seen,
        "concept": draft,
        "action": _address(provider),
        "preview_url": reverse(f"desk_preview{ending}", args=named),
        "autosave_url": reverse(f"desk_autosave{ending}", args=named),
        "back": reverse("desk_record", args=named) if provider else reverse("desk_records"),
    }


def _choice(request: HttpRequest, provider: Provider | None, asked: Asked, clashing: Clashing) -> HttpResponse:
    """Show what both changed, with all that was typed beside it, so that nothing is lost."""
    is_asked = asked.met == clashing.met
    rows = rows_of(clashing, is_asked=is_asked)
    without_choice = [row for row in rows if row.error]
    context = _around(provider, asked.seen, asked.draft) | {
        "typed": _hidden(request, asked.typed),
        "met": clashing.met,
        "rows": rows,
        "open": len(clashing.open),
        "deeds": deeds_of(clashing.since),
        "taken_over": [unit_label(unit) for unit in clashing.joined.taken_over],
        "errors": [
            {"target": f"id_{row.name}_0", "text": f"{row.label.capitalize()}: {row.error}"} for row in without_choice
        ],
    }
    return render(request, "desk/conflict.html", context, status=409)


def _previewed(request: HttpRequest, provider: Provider | None) -> HttpResponse:
    asked = asked_in(request)
    form = _form_of(asked, provider)
    context = _around(provider, asked.seen, asked.draft) | {"form": form, "typed": _hidden(request, asked.typed)}
    if form.is_valid():
        context["profile"] = previewed(form, provider)
        if request.POST.get("doe") == CONSEQUENCES:
            context["told"] = _consequences(form, provider)
    return render(request, "desk/preview.html", context)


def _consequences(form: RecordForm, provider: Provider | None) -> list[Told]:
    """Return what saving a valid form would do to coverage, to referring and to cases."""
    stored = as_stored([provider.pk])[provider.pk] if provider else None
    becomes = (stored or NEVER_CHECKED) | fields_told(form.told, provider or Provider())
    if provider is None:
        becomes["slug"] = form.cleaned_data["slug"]
    if form.looked is not None:
        looked_at = copy(provider) if provider else Provider()
        move_dates(looked_at, form.looked.parts, form.looked.on)
        days = {name: getattr(looked_at, name) for name in OF_CHECKS}
        becomes |= {name: day and day.isoformat() for name, day in days.items()}
    return consequences(stored, with_areas(becomes, form.told["areas"]), timezone.localdate())


def _hidden(request: HttpRequest, typed: Typed) -> Sequence[tuple[str, str]]:
    """Return what was typed as it is sent on."""
    return [*((name, text) for name, texts in typed.items() for text in texts), (DAY, request.POST.get(DAY, ""))]
