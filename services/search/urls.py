"""Addresses of the search."""

from django.urls import path

from services.search import points, views

urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/punten/", points.points, name="search_points"),
]
