"""What a reader sees when something is wrong.

No test here may use the database: an error page must be there when the database is not.
"""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path
from django.views.csrf import csrf_failure

from referrals.rate_limits import TooOften
from tests.portal.page import Page
from vwnw_portal import urls


def raising(error: Exception):
    @login_not_required
    def view(_request: HttpRequest):
        raise error

    return view


urlpatterns = [
    path("mag-niet/", raising(PermissionDenied())),
    path("klopt-niet/", raising(SuspiciousOperation())),
    path("te-vaak/", raising(TooOften("Dit ging te vaak mis.", 60))),
    path("gaat-mis/", raising(RuntimeError("a fault made for a test"))),
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def faults(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


@pytest.mark.parametrize(
    ("url", "status", "heading"),
    [
        ("/bestaat-niet/", 404, "Deze pagina bestaat niet"),
        ("/mag-niet/", 403, "U mag deze pagina niet zien"),
        ("/klopt-niet/", 400, "Deze aanvraag klopt niet"),
        ("/te-vaak/", 429, "Dit kan nu even niet"),
        ("/gaat-mis/", 500, "Er ging iets mis"),
    ],
)
def test_an_error_page_says_what_is_wrong_and_leads_on(client, url, status, heading):
    response = client.get(url)

    page = Page.read(response)
    assert response.status_code == status
    assert page.one("h1").text == heading
    assert "/" in [link["href"] for link in page.all("a")]
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_a_form_without_its_cookie_explains_what_to_do(rf):
    response = csrf_failure(rf.post("/casus/"))

    assert response.status_code == 403
    assert Page.read(response).one("h1").text == "Het formulier is niet verstuurd"


def test_the_language_switch_of_a_missing_page_leads_to_home(client):
    page = Page.read(client.get("/bestaat-niet/"))

    assert page.one("a", hreflang="en")["href"] == "/en/"
