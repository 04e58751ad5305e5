"""Addresses behind a provider's links: the request, the answer, and how it went."""

from django.urls import path

from referrals.loop.provider import answer_views, pause_views, progress_views, room_views
from referrals.private_addresses import ANSWER, PROGRESS

urlpatterns = [
    path(f"{ANSWER}/<str:token>/", answer_views.answer, name="answer"),
    path(f"{ANSWER}/<str:token>/bekijken/", answer_views.look, name="answer_open"),
    path(f"{ANSWER}/<str:token>/ja/", answer_views.accept, name="answer_accept"),
    path(f"{ANSWER}/<str:token>/deels/", answer_views.accept_part, name="answer_part"),
    path(f"{ANSWER}/<str:token>/later/", pause_views.consider, name="answer_consider"),
    path(f"{ANSWER}/<str:token>/vraag/", pause_views.ask, name="answer_ask"),
    path(f"{ANSWER}/<str:token>/terug/", pause_views.take_back, name="answer_reopen"),
    path(f"{ANSWER}/<str:token>/nee/", answer_views.decline, name="answer_decline"),
    path(f"{ANSWER}/<str:token>/doorverwijzen/", answer_views.forward, name="answer_forward"),
    path(f"{ANSWER}/<str:token>/nieuwe-link/", answer_views.new_link, name="answer_new_link"),
    path(f"{ANSWER}/<str:token>/gegevens-kloppen/", answer_views.confirm_record, name="answer_confirm_record"),
    path(f"{ANSWER}/<str:token>/plek/", room_views.room, name="answer_room"),
    path(f"{PROGRESS}/<str:token>/", progress_views.progress, name="progress"),
    path(f"{PROGRESS}/<str:token>/begonnen/", progress_views.begin, name="progress_begin"),
    path(f"{PROGRESS}/<str:token>/stil/", pause_views.hold, name="progress_hold"),
    path(f"{PROGRESS}/<str:token>/verder/", pause_views.resume, name="progress_resume"),
    path(f"{PROGRESS}/<str:token>/terug/", pause_views.go_on_helping, name="progress_reopen"),
    path(f"{PROGRESS}/<str:token>/uitleg/", progress_views.session, name="progress_session"),
    path(f"{PROGRESS}/<str:token>/uitkomst/", progress_views.outcome, name="progress_outcome"),
]
