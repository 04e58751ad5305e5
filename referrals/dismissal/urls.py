"""Addresses of what everybody may know of dismissal."""

from django.urls import path

from referrals.dismissal import views

urlpatterns = [
    path("ontslag/wegen/", views.roads_to_dismissal, name="dismissal_roads"),
    path("ontslag/gesprek/", views.talk, name="dismissal_talk"),
]
