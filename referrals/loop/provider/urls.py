"""Addresses behind a provider's links: the request, the answer, and how it went."""

from django.urls import path

from referrals.loop.provider import answer_views, progress_views

urlpatterns = [
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
]
