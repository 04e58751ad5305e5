"""Every address of the portal. The Dutch site has no prefix, the English one lives under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("beheer/", admin.site.urls),
    *i18n_patterns(
        prefix_default_language=False,
    ),
]
