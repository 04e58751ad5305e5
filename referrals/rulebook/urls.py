"""Addresses of the rules."""

from django.urls import path

from referrals.rulebook import views

urlpatterns = [
    path("regels/", views.rules, name="rules"),
    path("regels/<slug:rule_id>/", views.rule, name="rule"),
]
