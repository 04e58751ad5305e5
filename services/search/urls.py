"""Addresses of the search."""

from django.urls import path

from services.search import views

urlpatterns = [
    path("zoeken/", views.search, name="search"),
]
