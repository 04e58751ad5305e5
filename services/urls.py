"""Addresses of the pages about providers and regions: one line a package."""

from django.urls import include, path

urlpatterns = [
    path("", include("services.search.urls")),
    path("", include("services.organisation.urls")),
    path("", include("services.coverage.urls")),
    path("", include("services.glossary.urls")),
    path("", include("services.self_checks.urls")),
]
