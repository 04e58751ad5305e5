"""Addresses about one provider."""

from django.urls import path

from services.organisation import comparing, views

urlpatterns = [
    path("vergelijken/", comparing.compare, name="compare"),
    path("organisaties/<slug:slug>/", views.organisation, name="organisation"),
    path("organisaties/<slug:slug>/werkgebied/", views.work_area, name="work_area"),
]
