"""The addresses of the pages about providers."""

from django.urls import path

from services import views

urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("organisaties/<slug:slug>/", views.organisation, name="organisation"),
]
