"""Closed unless opened: which pages a visitor can see without signing in is written down here."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

APPS = ("vwnw_portal", "referrals", "services", "regions")

PUBLIC = {
    "accessibility",
    "admin:login",
    "answer",
    "answer_accept",
    "answer_ask",
    "answer_confirm_record",
    "answer_consider",
    "answer_decline",
    "answer_forward",
    "answer_new_link",
    "answer_open",
    "answer_room",
    "answer_part",
    "answer_reopen",
    "api_route",
    "case",
    "case_advice",
    "case_afterwards",
    "case_calendar",
    "case_check",
    "case_keep",
    "case_kept",
    "case_kept_afterwards",
    "case_kept_calendar",
    "case_kept_change",
    "case_kept_delete",
    "case_kept_list",
    "case_kept_mail",
    "case_kept_not_afterwards",
    "case_kept_other_day",
    "case_kept_renew",
    "case_kept_tick",
    "case_list",
    "case_list_wipe",
    "case_mail",
    "case_other_day",
    "case_step",
    "case_stop",
    "compare",
    "comparison_mailed",
    "contact",
    "desk_invitation",
    "dismissal_roads",
    "dismissal_talk",
    "employee",
    "employee_answer",
    "employee_mail",
    "employee_mailed",
    "employee_question",
    "employee_wipe",
    "favicon",
    "gaps",
    "glossary",
    "hand_out",
    "health",
    "home",
    "map",
    "map_area",
    "map_outlines",
    "map_rows",
    "mfa_login_webauthn",
    "mail_comparison",
    "mistake_reported",
    "monitor",
    "monitor_csv",
    "organisation",
    "privacy",
    "progress",
    "progress_begin",
    "progress_hold",
    "progress_outcome",
    "progress_reopen",
    "progress_resume",
    "progress_session",
    "ready",
    "refer",
    "refer_confirm",
    "refer_consent",
    "refer_mail_sent",
    "referred",
    "referred_hold",
    "referred_hold_case",
    "referred_new_link",
    "referred_next",
    "referred_outcome",
    "referred_question",
    "referred_resume",
    "referred_resume_case",
    "referred_withdraw",
    "region",
    "regions",
    "report_mistake",
    "robots",
    "rule",
    "rules",
    "search",
    "search_points",
    "security_txt",
    "self_check",
    "self_check_thanks",
    "sitemap",
    "sitemap_part",
    "style",
    "suggest",
    "support",
    "work_area",
}


def addresses(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site with its full name."""
    names = (*names, resolver.namespace) if resolver.namespace else names
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*names, pattern.name or "")), pattern
        else:
            yield from addresses(pattern, names)


def is_public(pattern: URLPattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def closed_pages() -> list[str]:
    """Return the closed addresses that need nothing filled in."""
    paths = []
    for name, pattern in addresses(get_resolver()):
        try:
            paths.append("" if is_public(pattern) else reverse(name))
        except NoReverseMatch:
            continue
    return sorted({path for path in paths if path})


def test_no_other_page_of_the_portal_is_public():
    own = {
        name
        for name, pattern in addresses(get_resolver())
        if is_public(pattern) and pattern.callback.__module__.startswith(APPS)
    }

    assert own == PUBLIC


@pytest.mark.django_db
def test_every_closed_page_asks_to_sign_in(client):
    pages = closed_pages()

    assert "/beheer/techniek/" in pages
    for page in pages:
        response = client.get(page)
        assert response.status_code == 302, page
        assert "login" in response.headers["Location"], page
