"""Addresses of the glossary."""

from django.urls import path

from services.glossary import views

urlpatterns = [
    path("begrippen/", views.glossary_page, name="glossary"),
]
