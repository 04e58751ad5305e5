"""Addresses about places."""

from django.urls import path

from regions import views

urlpatterns = [
    path("plaatsen/", views.suggest, name="suggest"),
]
