"""Addresses of the employer's questions."""

from django.urls import path

from referrals.intake import views

urlpatterns = [
    path("casus/", views.case, name="case"),
    path("casus/controleren/", views.check, name="case_check"),
    path("casus/stoppen/", views.stop, name="case_stop"),
    # Any word: the addresses below casus/ of the other packages must come before this one.
    path("casus/<slug:slug>/", views.step, name="case_step"),
]
