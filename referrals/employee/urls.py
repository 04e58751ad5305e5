"""Addresses of the employee's way."""

from django.urls import path

from referrals.employee import mailing, views

urlpatterns = [
    path("hulp-in-de-buurt/", views.employee, name="employee"),
    path("hulp-in-de-buurt/wissen/", views.wipe, name="employee_wipe"),
    path("voor-medewerkers/<str:code>/", views.hand_out, name="hand_out"),
    # The code of a municipality: nothing of what somebody filled in stands in an address.
    path("hulp-in-de-buurt/<str:code>/", views.answer, name="employee_answer"),
    path("hulp-in-de-buurt/<str:code>/vraag/<slug:slug>/", views.question, name="employee_question"),
    path("hulp-in-de-buurt/<str:code>/mailen/", mailing.mail_answer, name="employee_mail"),
    path("hulp-in-de-buurt/<str:code>/gemaild/", mailing.answer_mailed, name="employee_mailed"),
]
