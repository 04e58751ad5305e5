"""Addresses of the figures."""

from django.urls import path

from referrals.monitor import views

urlpatterns = [
    path("monitor/", views.monitor, name="monitor"),
    path("monitor/csv/", views.monitor_csv, name="monitor_csv"),
]
