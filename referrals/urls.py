"""Addresses of the pages for employers and employees."""

from django.urls import path

from referrals import employee_views, kept_views, rule_views, support_views, views

urlpatterns = [
    path("casus/", views.case, name="case"),
    path("casus/controleren/", views.check, name="case_check"),
    path("casus/advies/", views.advice, name="case_advice"),
    path("casus/advies/agenda.ics", views.calendar, name="case_calendar"),
    path("casus/stoppen/", views.stop, name="case_stop"),
    path("casus/bewaren/", kept_views.keep, name="case_keep"),
    path("casus/bewaard/<str:token>/", kept_views.kept, name="case_kept"),
    path("casus/bewaard/<str:token>/nieuw-adres/", kept_views.renew, name="case_kept_renew"),
    path("casus/bewaard/<str:token>/verwijderen/", kept_views.delete, name="case_kept_delete"),
    path("casus/bewaard/<str:token>/wijzigen/", kept_views.change, name="case_kept_change"),
    path("casus/<slug:slug>/", views.step, name="case_step"),
    path("regels/", rule_views.rules, name="rules"),
    path("regels/<slug:rule_id>/", rule_views.rule, name="rule"),
    path("hulp-in-de-buurt/", employee_views.employee, name="employee"),
    path("wat-kunt-u-doen/", support_views.support, name="support"),
]
