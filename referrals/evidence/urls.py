"""Addresses of the forms of support."""

from django.urls import path

from referrals.evidence import views

urlpatterns = [
    path("wat-kunt-u-doen/", views.support, name="support"),
]
