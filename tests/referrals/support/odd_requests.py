"""Requests made up at random, from all addresses there are, over a portal with something in every state.

What lives here: making one up. What does not: sending it, and what is judged (test_odd_requests.py). The same number
makes the same request, so that one that went wrong can be made again.
"""

import json
import re
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote, quote_from_bytes

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone

from referrals.advice import saved_cases
from referrals.employee.questions import ANSWERS as EMPLOYEE
from referrals.intake.answer_cookie import COOKIE
from referrals.loop.links import Purpose, token_of
from referrals.models import Referral
from referrals.status import State
from regions.models import BoundaryChange
from services.desk import staff
from services.duplicates.merging import merge
from services.duplicates.models import Merge
from services.models import ContactAttempt, Draft, ImportPlan, Proposal, Provider, RecordChange, SelfCheck
from services.one_time_links import new_secret
from services.public_reports import report
from services.self_checks.asking import PURPOSE
from services.staff_models import Invitation, StaffMember, StaffRole
from services.upkeep.attempts import not_reached
from services.upkeep.door import versions_of
from services.upkeep.proposals import propose
from tests.referrals.support import inputs
from tests.referrals.support.journeys import ARNHEM, PLACE, answer_as_employee, walk
from tests.referrals.support.referred import BRANCH, referral_in, unconfirmed_case
from tests.services.desk.colleagues import at_the_desk, colleague, record, rights
from tests.services.providers import STAFF
from tests.staff import sign_in
from tests.tooling.test_public_addresses import is_public

# What the cookie and the header of every form hold, so that it is read and not refused at once.
CSRF = "k" * 32
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "odd"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
MOST_IN_BODY = 60_000
MOST_IN_HEAD = 30_000

BROKEN = (b"\xff\xfe", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xaf")
ODD = (
    *(
        "",
        " ",
        "x",
        "\0",
        "a\0b",
        "\ufffd",
        "\u202e12",
        "\u200b",
        "İ",
        "ß",
        "👷",
        "\x1b[31m",
        "e\u0301" * 40,
        "\ufdfa" * 40,
    ),
    *("None", "null", "true", "[]", "{}", "-1", "0", "1", "12", "1.000", "12,0", "1e999", "NaN", "٣", "²", "9" * 30),
    *("1" * 5_000, "2147483648", "9223372036854775808", "-9223372036854775809", "00000000-0000-0000-0000-000000000000"),
    *("30-02-2027", "1-6-2029", "31-12-9999", "0001-01-01", "2027-04", "april 2027", "24:61"),
    *("../../etc/passwd", "//evil.example/", "https://evil.example", "javascript:alert(1)", "http://[", "\r\nX-Odd: y"),
    *("<script>alert(1)</script>", "{{ 7*7 }}{% now %}", "%s %(name)s {0} {name!r}", "%", "%zz", "' OR 1=1 --"),
    *("*", "_", "((((("),
    *("jan@example.org", '"a b"@example.org', "a@[127.0.0.1]", "ß@straße.example", "06-12345678", "123456782"),
    *("6811 AB", "6811 AB Arnhem", "Beek", "Arnhem", "Utrecht", "Twente", "Verweggistan", "yes", "on", "other"),
)
REPEATED = ("a", "1", "0", " ", "-", ".", "/", "(", "a,", "a|", "a b ", "é", "e\u0301", "\ufdfa", "a:", "1-")
# Keys that the lists of staff read, beside those that our own code reads.
LOOK_UPS = (
    *("q", "o", "p", "all", "e", "term", "next", "app_label", "model_name", "field_name", "_popup", "_to_field"),
    *("_changelist_filters", "id__exact", "pk__in", "name__regex", "type__id__exact", "type__code", "state__exact"),
    *("provider__name__startswith", "created_at__gte", "text__isnull", "last_checked_on__year", "p-TOTAL_FORMS"),
)
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ("en", "nl;q=x", "\xff", "a" * 5_000, "*", ",,,;;"),
    "HTTP_REFERER": ("null", "https://evil.example/", "x" * 5_000, "http://["),
    "HTTP_ORIGIN": ("null", "https://evil.example", "http://[", ""),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, x", "", "::1", "\xff"),
    "HTTP_X_FORWARDED_PROTO": ("https", "x"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Sat, 01 Jan 99999 00:00:00 GMT"),
    "HTTP_ACCEPT": ("application/json", "*/*", ""),
    "HTTP_HOST": ("evil.example", "localhost:99999999", "[", "\xff"),
}
KINDS = ("application/json", "text/plain", "", "a/b", f"{FORM}; charset=utf-16", "multipart/form-data", FORM)


ONE_ROW = b"slug,name,type,areas\nloket,Loket,learning_work_desk,AM:AM18\n"


class Request(NamedTuple):
    """One request, as a server hands it to the application."""

    who: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


class Portal:
    """What is known of the portal, by strangers and by staff: whoever guesses well gets further."""

    def __init__(self) -> None:
        self.visitor = Client()
        walk(self.visitor)
        answer_as_employee(self.visitor, situation="illness", location="6811 AB")
        self.tokens = tokens_of(self.visitor)
        named = [(name, pattern) for name, pattern in inputs.all_addresses() if pattern.name]
        self.public = [(name, pattern) for name, pattern in named if is_public(pattern)]
        self.staffs = [(name, pattern) for name, pattern in named if not is_public(pattern)]
        self.paths = inputs.public_paths(self.visitor)
        manager = colleague("manager", StaffRole.NATIONAL_MANAGER)
        self.sessions = {
            "superuser": session_of(superuser()),
            "view-only": session_of(viewer()),
            "manager": session_of(manager.user),
        }
        self.tokens |= {"desk_invitation": [begun_invitation(manager)]}
        self.rows = rows_of_staff() | rows_of_the_desk(manager)
        self.keys = sorted({*inputs.read_by_name(), *LOOK_UPS})
        self._fields: dict[tuple[str, str], list[str]] = {}

    def cookies_of(self, who: str) -> dict[str, str]:
        """Return the cookies of a visitor who answered everything, signed in or not."""
        answered = {cookie.key: cookie.value for cookie in self.visitor.cookies.values()}
        signed_in = {settings.SESSION_COOKIE_NAME: self.sessions[who]} if who in self.sessions else {}
        return answered | signed_in | {settings.CSRF_COOKIE_NAME: CSRF}

    def fields_at(self, who: str, path: str) -> list[str]:
        """Return the names of the fields that somebody finds at a path."""
        if (who, path) not in self._fields:
            client = Client(raise_request_exception=False)
            for name, value in self.cookies_of(who).items():
                client.cookies[name] = value
            self._fields[who, path] = inputs.shown_at(client, path).fields
        return self._fields[who, path]


def tokens_of(visitor: Client) -> dict[str, list[str]]:
    """Return links that work, by the beginning of the names of the addresses that they open."""
    kept = visitor.post(reverse("case_keep"))["Location"].rstrip("/").rpartition("/")[2]
    referrals = [referral_in(state) for state in State]
    cases = [one.case.details for one in referrals if hasattr(one.case, "details")]
    return {
        "case_kept": [kept],
        "answer": [token_of(Purpose.ANSWER, one) for one in referrals],
        "progress": [token_of(Purpose.PROGRESS, one) for one in referrals],
        "refer_confirm": [token_of(Purpose.CONFIRM, one) for one in (unconfirmed_case().details, *cases)],
        "referred": [token_of(Purpose.EMPLOYER, one) for one in cases],
        "self_check": [asked_by_mail()],
    }


def asked_by_mail() -> str:
    """Return the token of a link by which an organisation is asked about its own record."""
    secret, today = new_secret(PURPOSE), timezone.localdate()
    provider = Provider.objects.get(slug=BRANCH)
    known = {"checked_on": today, "turn": SelfCheck.Turn.BEFORE, "sent_on": today, "expires_on": today}
    SelfCheck.objects.create(provider=provider, key_digest=secret.digest, **known)
    return secret.token


def superuser() -> Any:
    return get_user_model().objects.create_superuser("baas", "baas@example.org", "een lang wachtwoord")


def viewer() -> Any:
    user = get_user_model().objects.create_user("kijker", "kijker@example.org", "een lang wachtwoord", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return user


def session_of(user: Any) -> str:
    client = Client()
    sign_in(client, user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def rows_of_staff() -> dict[str, str]:
    """Return the key of a row of each model that staff see, by the name of its addresses."""
    rows = ((model._meta, model._base_manager.first()) for model in admin.site._registry)
    return {f"admin:{meta.app_label}_{meta.model_name}_": str(row.pk) for meta, row in rows if row is not None}


def begun_invitation(manager: StaffMember) -> str:
    """Return the token of an invitation that nobody took up yet."""
    rights_of_editor = rights(StaffRole.EDITOR)
    staff.invite(by=manager, email="nieuw@example.org", rights=rights_of_editor, organisation="UWV")
    return re.search(r"/beheer/uitnodiging/([^/\s]+)", mail.outbox[-1].body)[1]


def rows_of_the_desk(manager: StaffMember) -> dict[str, str]:
    """Return the key of a row that each address of the desk is about, by the beginning of its name."""
    at_the_desk(manager).post(reverse("desk_files"), {"file": SimpleUploadedFile("loketten.csv", ONE_ROW)})
    branch, today = Provider.objects.get(slug=BRANCH), timezone.localdate()
    report(provider=branch, what="gone", text="", on=today)
    propose(provider=branch, source=Proposal.Source.PROVIDER, on=today, values={"phone": "+31263123456"})
    last = RecordChange.objects.filter(provider__slug=BRANCH).first()
    return {
        "desk_take_back": str(last.change_set_id),
        "desk_plan": str(ImportPlan.objects.get().pk),
        "desk_withdraw": str(Invitation.objects.get().pk),
        "desk_person": str(colleague("eva").pk),
        "desk_proposal": str(Proposal.objects.last().pk),
        "desk_boundary": str(BoundaryChange.objects.create(predecessors=["GM0202"], successors=[], on="2030-01-01").pk),
        "desk_draft_away": str(begun_draft(branch, manager).pk),
        "desk_unmerge": str(merged_records().pk),
        "desk_reached_after_all": str(unreached(branch, manager).pk),
        "desk_referrals_revoke": str(Referral.objects.filter(state=State.SENT)[0].pk),
        "desk_referrals_open": str(Referral.objects.filter(state=State.SENT)[0].pk),
    }


def begun_draft(provider: Provider, manager: StaffMember) -> Draft:
    """Return what somebody typed of a record and keeps for later."""
    return Draft.objects.create(
        provider=provider, author=manager.user, kind="draft", seen=0, typed={"name": ["Anders"]}
    )


def merged_records() -> Merge:
    """Return two records that somebody merged."""
    kept, gone = record("blijft"), record("gaat-op")
    return merge(
        kept=kept,
        gone=gone,
        values={},
        reason="een loket",
        by=STAFF,
        on=timezone.localdate(),
        seen=versions_of([kept.pk, gone.pk]),
    )


def unreached(provider: Provider, manager: StaffMember) -> ContactAttempt:
    """Return an attempt to reach an organisation in vain."""
    today = timezone.localdate()
    return not_reached(provider=provider, by=manager.user, on=today, until=today + timedelta(days=1), urgency=3)


class Maker:
    """Makes up one request."""

    def __init__(self, portal: Portal, number: int) -> None:
        self.portal, self.dice = portal, Random(number)  # noqa: S311 - nothing secret

    def request(self) -> Request:
        """Return the request."""
        who = self.dice.choice(["stranger", "stranger", "superuser", "view-only", "manager"])
        is_at_home = self.perhaps(0.85)
        addresses = self.portal.public if (who == "stranger") is is_at_home else self.portal.staffs
        path = self.path(*self.dice.choice(addresses))
        method = self.dice.choice(["GET", "POST"])
        kind, body = self.body(who, path) if method == "POST" else ("", b"")
        path += self.dice.choice(["x", "/", "%00", "%ff", "/../", "%2f"]) if self.perhaps(0.05) else ""
        return Request(who, method, path, self.query(path), self.headers(who, kind, body), body)

    # --- Parts of it ---

    def path(self, name: str, pattern: URLPattern) -> str:
        """Return a path of an address: of something that is there, or not, in Dutch or in English."""
        path = (
            self.portal.paths[name] if name in self.portal.paths and self.perhaps(0.2) else self.new_path(name, pattern)
        )
        return f"/en{path}" if self.perhaps(0.15) else path

    def new_path(self, name: str, pattern: URLPattern) -> str:
        """Return a path with something of our own in the open parts of the address."""
        parts = {part: self.part(name, part) for part in inputs.open_parts(pattern)}
        try:
            return reverse(name, kwargs=parts)
        except NoReverseMatch:
            return f"/{quote('/'.join([*name.split(':'), *parts.values()])[:MOST_IN_HEAD])}/"

    def part(self, name: str, part: str) -> str:
        """Return something for an open part of an address."""
        if self.perhaps(0.1):
            return self.text()[:MOST_IN_HEAD]
        tokens = next((found for begin, found in self.portal.tokens.items() if name.startswith(begin)), ["x"])
        row = next((pk for begin, pk in self.portal.rows.items() if name.startswith(begin)), "1")
        known = {
            "token": [*tokens * 3, tokens[0][:-1], tokens[0].upper(), tokens[0].replace(":", "", 1)],
            "object_id": [row, row, row, "__fk__", "_00", "_3F"],
            **{key: [row, row, row, "0", "99"] for key in ("pk", "number")},
            "app_label": ["services", "referrals"],
            "slug": [*ARNHEM] if name == "case_step" else [BRANCH],
            **{key: ["blijft", "gaat-op", BRANCH] for key in ("a", "b")},
            "code": ["GM0202", "AM01"],
            "key": ["x-y", "1-set-password"],
        }
        return self.dice.choice(known.get(part, ["1", "2", "x"]))

    def query(self, path: str) -> str:
        """Return a query: some keys with odd values, one of them twice now and then."""
        if self.perhaps(0.4):
            return ""
        known = self.portal.fields_at("stranger", "/zoeken/") if "zoeken" in path else self.portal.keys
        pairs = [(name, self.value()[:MOST_IN_HEAD]) for name in self.some(known, 4)]
        return as_form(pairs).decode() or self.dice.choice(["&&=", "%", "a", "=", "a=%ff"])

    def body(self, who: str, path: str) -> tuple[str, bytes]:
        """Return a kind of content and a body: mostly the form of the page, filled in well or badly."""
        names = self.portal.fields_at(who, path)
        filled = {name: self.right_value(name) for name in names} | {name: self.value() for name in self.some(names, 3)}
        pairs = [*filled.items(), *((name, self.value()) for name in self.some(names, 1))]
        match self.dice.randrange(12):
            case 0:
                return self.dice.choice(KINDS), self.json().encode(errors="replace")
            case 1:
                return MULTIPART, self.value()
            case 2 | 3:
                return MULTIPART, as_parts(pairs)[:MOST_IN_BODY]
        return FORM, as_form(pairs)[:MOST_IN_BODY]

    def headers(self, who: str, kind: str, body: bytes) -> dict[str, str]:
        """Return the headers: cookies that are right, wrong, or ours around something else, and odd ones."""
        cookies = self.portal.cookies_of(who)
        if self.perhaps(0.2):
            cookies.pop(self.dice.choice(sorted(cookies)))
        if self.perhaps(0.15):
            cookies[self.dice.choice(inputs.COOKIES)] = self.cookie()
        odd = self.dice.choice(list(HEADERS)) if self.perhaps(0.1) else ""
        return {
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost",
            "HTTP_X_CSRFTOKEN": CSRF,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            **({odd: self.dice.choice(HEADERS[odd])} if odd else {}),
        }

    # --- Values ---

    def perhaps(self, share: float) -> bool:
        """Return yes in this share of the cases."""
        return self.dice.random() < share

    def some(self, names: list[str], most: int) -> list[str]:
        """Return some of these names; now and then one of them twice, or one that nobody knows."""
        chosen = self.dice.sample(names, min(len(names), self.dice.randrange(most + 1)))
        chosen += chosen[:1] if self.perhaps(0.2) else []
        return [*chosen, self.text()[:1_000]] if self.perhaps(0.05) else chosen

    def text(self) -> str:
        """Return something odd, something long or something known."""
        match self.dice.randrange(10):
            case 0:
                return self.dice.choice(REPEATED) * self.dice.choice([200, 5_000, 20_000])
            case 1:
                return self.dice.choice(
                    self.dice.choice([*self.portal.tokens.values(), [*self.portal.rows.values()], [BRANCH]])
                )
        return self.dice.choice(ODD)

    def value(self) -> bytes:
        """Return a text, or now and then what is none."""
        return self.dice.choice(BROKEN) if self.perhaps(0.04) else self.text().encode()[:MOST_IN_BODY]

    def right_value(self, name: str) -> bytes:
        """Return what may well be right in a field."""
        known = {"csrfmiddlewaretoken": CSRF, "p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0"}
        known |= {"email": "a@example.org", "q": "scholing"}
        known |= {
            **PLACE,
            "location": "6811 AB",
            "providers": BRANCH,
            "situations": "redundancy",
            "situation": "illness",
        }
        value = known.get(name) or known.get(name.rpartition("-")[2])
        return (value or self.dice.choice(["", "", "1", "yes", "other"])).encode()

    def json(self) -> str:
        """Return JSON, or nearly."""
        count = self.dice.choice([1, -1, 1e9, True, "1", None])
        group = {"location": self.text(), "headcount": count, "contract": "permanent", "reason": "redundancy"}
        case = {"groups": self.dice.choice([[group], [group] * 40, group, self.text()]), self.text()[:100]: self.text()}
        text = json.dumps(self.dice.choice([case, case, group, [case], self.text()]), ensure_ascii=self.perhaps(0.5))
        return self.dice.choice([text, text, text[:-1], "[" * 9_000, '{"groups": "\\ud800"}', '{"a": 1, "a": NaN}', ""])

    def cookie(self) -> str:
        """Return the value of a cookie: nonsense, or what we may have signed in another version."""
        text = self.text()
        if self.perhaps(0.5):
            return "".join(sign for sign in text[:4_000].encode().decode("latin-1") if sign not in "\r\n;")
        shapes = [
            text,
            [text],
            {text: text},
            {"sector": {"sector": text}},
            {"plaatsen": {"places": [{"location": text, "permanent": "1"}]}},
            {"situatie": {"situations": [text, "illness"]}, "kenmerk": text},
            {"location": [text], "situation": ["illness"]},
        ]
        salt = self.dice.choice([COOKIE.salt, EMPLOYEE.salt, saved_cases.SALT])
        return signing.dumps(self.dice.choice(shapes), salt=salt, compress=True)


def as_form(pairs: list[tuple[str, bytes]]) -> bytes:
    """Return names and values as a form or a query."""
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def as_parts(pairs: list[tuple[str, bytes]]) -> bytes:
    """Return names and values as a form in parts; what asks for a file gets one."""
    return (
        b"".join(
            b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
            % (BOUNDARY.encode(), quote(name).encode(), b'; filename="odd.csv"' if "file" in name else b"", value)
            for name, value in pairs
        )
        + f"--{BOUNDARY}--\r\n".encode()
    )
