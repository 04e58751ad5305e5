"""Addresses of the pages for employers, employees and providers: one line a package."""

from django.urls import include, path

urlpatterns = [
    path("", include("referrals.advice.urls")),
    path("", include("referrals.loop.employer.urls")),
    path("", include("referrals.loop.provider.urls")),
    path("", include("referrals.monitor.urls")),
    path("", include("referrals.rulebook.urls")),
    path("", include("referrals.employee.urls")),
    path("", include("referrals.evidence.urls")),
    path("", include("referrals.dismissal.urls")),
    # Last: it holds an address with any word below casus/.
    path("", include("referrals.intake.urls")),
]
