"""The pages for what goes wrong on our side look as accessible as all others.

The portal that is visited makes no faults on request: the pages come from the views made for tests, and the browser
shows them at an address of the portal.
"""

import pytest

from tests.e2e.inspection import faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "status"), [("/klopt-niet/", 400), ("/mag-niet/", 403), ("/te-vaak/", 429), ("/gaat-mis/", 500)]
)
def test_an_error_page_is_accessible_valid_and_without_faults(browse, mistakes_in, client, settings, address, status):
    settings.ROOT_URLCONF = "tests.portal.test_errors"
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status

    with browse() as visitor:
        visitor.page.route(
            f"**{address}",
            lambda route: route.fulfill(status=status, headers=dict(answer.headers), body=answer.content),
        )
        visitor.opens(address)

        found = faults(visitor, mistakes_in)
        assert not found, "\n".join(found)
