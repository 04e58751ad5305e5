"""Every address of the portal. The Dutch site has no prefix, the English one lives under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from referrals.advice import api
from services.coverage import map_views
from services.map.addresses import outline_file
from vwnw_portal import comparison_mail, health, machines, report_views, views
from vwnw_portal.sign_in import session_pages
from vwnw_portal.sign_in.passkey_login import PasskeyLoginView

handler400 = "vwnw_portal.gate.turn_away"
handler403 = "vwnw_portal.refusals.answer_to_refused"
handler500 = "vwnw_portal.outages.answer_to_mistake"

urlpatterns = [
    path("beheer/techniek/", admin.site.urls),
    path("beheer/", include("services.desk.urls")),
    path("api/v1/route", api.route, name="api_route"),
    path("gezond/", health.alive, name="health"),
    path("gezond/klaar/", health.ready, name="ready"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", machines.security, name="security_txt"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("kaart/lagen/<slug:version>.json", map_views.rows, name="map_rows"),
    path("kaart/grenzen/<slug:digest>.svg", outline_file, name="map_outlines"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("account/2fa/webauthn/login/", PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
        path("account/sessies/", session_pages.sessions, name="account_sessions"),
        path("account/", include("allauth.urls")),
        path("", include("regions.urls")),
        path("", include("services.urls")),
        path("", include("referrals.urls")),
        path("organisaties/<slug:slug>/fout-gezien/", report_views.report, name="report_mistake"),
        path("organisaties/<slug:slug>/fout-gezien/bedankt/", report_views.thanks, name="mistake_reported"),
        path("vergelijken/mailen/", comparison_mail.mail_comparison, name="mail_comparison"),
        path("vergelijken/gemaild/", comparison_mail.comparison_mailed, name="comparison_mailed"),
        path("stijl/", views.style, name="style"),
        path("toegankelijkheid/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("contact/", views.contact, name="contact"),
        prefix_default_language=False,
    ),
]
