"""The addresses behind the mail to an organisation. The thanks come first: they are no secret."""

from django.urls import path

from services.self_checks import page

urlpatterns = [
    path("controle/bedankt/", page.thanks, name="self_check_thanks"),
    path("controle/<str:token>/", page.self_check, name="self_check"),
]
