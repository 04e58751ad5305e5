"""Addresses of the employee's way."""

from django.urls import path

from referrals.employee import views

urlpatterns = [
    path("hulp-in-de-buurt/", views.employee, name="employee"),
]
