"""Addresses of the employee's way."""

from django.urls import path

from referrals.employee import views

urlpatterns = [
    path("hulp-in-de-buurt/", views.employee, name="employee"),
    path("hulp-in-de-buurt/wissen/", views.wipe, name="employee_wipe"),
    path("voor-medewerkers/<str:code>/", views.hand_out, name="hand_out"),
    # The code of a municipality: nothing of what somebody filled in stands in an address.
    path("hulp-in-de-buurt/<str:code>/", views.answer, name="employee_answer"),
]
