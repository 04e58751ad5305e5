"""Addresses of the plan, and of a case that an employer chose to save."""

from django.urls import path

from referrals.advice import afterwards_views, other_day, own_list, saved_case_views, views
from referrals.private_addresses import AFTERWARDS, SAVED_CASE

urlpatterns = [
    path("casus/advies/", views.advice, name="case_advice"),
    path("casus/advies/agenda.ics", views.calendar, name="case_calendar"),
    path("casus/andere-dag/", other_day.of_a_plan, name="case_other_day"),
    path("casus/mailen/", views.mail, name="case_mail"),
    path("casus/mijn-lijst/", own_list.own_list, name="case_list"),
    path("casus/mijn-lijst/wissen/", own_list.wipe, name="case_list_wipe"),
    path("casus/bewaren/", saved_case_views.keep, name="case_keep"),
    path(f"{SAVED_CASE}/<str:token>/", saved_case_views.kept, name="case_kept"),
    path(f"{SAVED_CASE}/<str:token>/agenda.ics", saved_case_views.kept_calendar, name="case_kept_calendar"),
    path(f"{SAVED_CASE}/<str:token>/andere-dag/", other_day.of_a_kept_case, name="case_kept_other_day"),
    path(f"{SAVED_CASE}/<str:token>/hoe-ging-het/", afterwards_views.choose, name="case_kept_afterwards"),
    path(f"{SAVED_CASE}/<str:token>/niet-vragen/", afterwards_views.withdraw, name="case_kept_not_afterwards"),
    path(f"{SAVED_CASE}/<str:token>/in-mijn-lijst/", own_list.add, name="case_kept_list"),
    path(f"{SAVED_CASE}/<str:token>/mailen/", saved_case_views.mail, name="case_kept_mail"),
    path(f"{SAVED_CASE}/<str:token>/afvinken/", saved_case_views.tick, name="case_kept_tick"),
    path(f"{SAVED_CASE}/<str:token>/nieuw-adres/", saved_case_views.renew, name="case_kept_renew"),
    path(f"{SAVED_CASE}/<str:token>/verwijderen/", saved_case_views.delete, name="case_kept_delete"),
    path(f"{AFTERWARDS}/<str:token>/", afterwards_views.answer, name="case_afterwards"),
    path(f"{SAVED_CASE}/<str:token>/wijzigen/", saved_case_views.change, name="case_kept_change"),
]
