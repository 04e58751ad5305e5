"""Addresses of the pages for employers and employees."""

from django.urls import include, path

from referrals import (
    answer_views,
    progress_views,
    referred_views,
    referring_views,
)

urlpatterns = [
    path("", include("referrals.advice.urls")),
    path("casus/doorverwijzen/", referring_views.choose, name="refer"),
    path("casus/doorverwijzen/delen/", referring_views.consent, name="refer_consent"),
    path("casus/doorverwijzen/mail/", referring_views.mail_sent, name="refer_mail_sent"),
    path("casus/aanvraag/<str:token>/bevestigen/", referring_views.confirm, name="refer_confirm"),
    path("casus/aanvraag/<str:token>/", referred_views.referred, name="referred"),
    path("casus/aanvraag/<str:token>/intrekken/", referred_views.withdraw, name="referred_withdraw"),
    path("casus/aanvraag/<str:token>/volgende/", referred_views.send_next, name="referred_next"),
    path("casus/aanvraag/<str:token>/uitkomst/", referred_views.outcome, name="referred_outcome"),
    path("casus/aanvraag/<str:token>/nieuw-adres/", referred_views.new_link, name="referred_new_link"),
    path("aanvraag/<str:token>/", answer_views.answer, name="answer"),
    path("aanvraag/<str:token>/bekijken/", answer_views.look, name="answer_open"),
    path("aanvraag/<str:token>/ja/", answer_views.accept, name="answer_accept"),
    path("aanvraag/<str:token>/nee/", answer_views.decline, name="answer_decline"),
    path("aanvraag/<str:token>/doorverwijzen/", answer_views.forward, name="answer_forward"),
    path("aanvraag/<str:token>/nieuwe-link/", answer_views.new_link, name="answer_new_link"),
    path("aanvraag/<str:token>/gegevens-kloppen/", answer_views.confirm_record, name="answer_confirm_record"),
    path("voortgang/<str:token>/", progress_views.progress, name="progress"),
    path("voortgang/<str:token>/begonnen/", progress_views.begin, name="progress_begin"),
    path("voortgang/<str:token>/uitkomst/", progress_views.outcome, name="progress_outcome"),
    path("", include("referrals.monitor.urls")),
    path("", include("referrals.rulebook.urls")),
    path("", include("referrals.employee.urls")),
    path("", include("referrals.evidence.urls")),
    # Last: it holds an address with any word below casus/.
    path("", include("referrals.intake.urls")),
]
