"""Addresses of the employer's pages."""

from django.urls import path

from referrals import views

urlpatterns = [
    path("casus/", views.case, name="case"),
]
