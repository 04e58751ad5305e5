"""Addresses about one provider."""

from django.urls import path

from services.organisation import views

urlpatterns = [
    path("organisaties/<slug:slug>/", views.organisation, name="organisation"),
    path("organisaties/<slug:slug>/werkgebied/", views.work_area, name="work_area"),
]
