"""Addresses of the regions."""

from django.urls import path

from services.coverage import views

urlpatterns = [
    path("regios/", views.regions, name="regions"),
    path("regios/ontbreekt/", views.gaps, name="gaps"),
    path("regios/<slug:code>/", views.region, name="region"),
]
