"""Addresses of the employer's referral: before and after sending it."""

from django.urls import path

from referrals.loop.employer import follow_views, send_views
from referrals.private_addresses import REFERRED_CASE

urlpatterns = [
    path("casus/doorverwijzen/", send_views.choose, name="refer"),
    path("casus/doorverwijzen/delen/", send_views.consent, name="refer_consent"),
    path("casus/doorverwijzen/mail/", send_views.mail_sent, name="refer_mail_sent"),
    path(f"{REFERRED_CASE}/<str:token>/bevestigen/", send_views.confirm, name="refer_confirm"),
    path(f"{REFERRED_CASE}/<str:token>/", follow_views.referred, name="referred"),
    path(f"{REFERRED_CASE}/<str:token>/intrekken/", follow_views.withdraw, name="referred_withdraw"),
    path(f"{REFERRED_CASE}/<str:token>/volgende/", follow_views.send_next, name="referred_next"),
    path(f"{REFERRED_CASE}/<str:token>/vraag/", follow_views.question, name="referred_question"),
    path(f"{REFERRED_CASE}/<str:token>/stil/", follow_views.hold, name="referred_hold"),
    path(f"{REFERRED_CASE}/<str:token>/alles-stil/", follow_views.hold_case, name="referred_hold_case"),
    path(f"{REFERRED_CASE}/<str:token>/alles-verder/", follow_views.resume_case, name="referred_resume_case"),
    path(f"{REFERRED_CASE}/<str:token>/verder/", follow_views.resume, name="referred_resume"),
    path(f"{REFERRED_CASE}/<str:token>/uitkomst/", follow_views.outcome, name="referred_outcome"),
    path(f"{REFERRED_CASE}/<str:token>/nieuw-adres/", follow_views.new_link, name="referred_new_link"),
]
