"""Addresses of the pages for employers and employees."""

from django.urls import path

from referrals import employee_views, rule_views, support_views, views

urlpatterns = [
    path("casus/", views.case, name="case"),
    path("casus/controleren/", views.check, name="case_check"),
    path("casus/advies/", views.advice, name="case_advice"),
    path("casus/advies/agenda.ics", views.calendar, name="case_calendar"),
    path("casus/stoppen/", views.stop, name="case_stop"),
    path("casus/<slug:slug>/", views.step, name="case_step"),
    path("regels/", rule_views.rules, name="rules"),
    path("regels/<slug:rule_id>/", rule_views.rule, name="rule"),
    path("hulp-in-de-buurt/", employee_views.employee, name="employee"),
    path("wat-kunt-u-doen/", support_views.support, name="support"),
]
