"""What is written down when somebody of the staff asks for what is not theirs."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/beheer/techniek/referrals/outgoingmail/add/", "/beheer/techniek/referrals/referral/add/"]
)
def test_a_refusal_says_which_account_and_where_and_not_who(admin_client, admin_user, caplog, address):
    response = admin_client.get(f"{address}?zoek=GEHEIM")

    assert response.status_code == 403
    assert f"access refused, account {admin_user.pk}: GET {address}" in caplog.messages
    assert "GEHEIM" not in caplog.text
    assert admin_user.email not in caplog.text
    assert "U mag deze pagina niet zien" in response.content.decode()


def test_a_form_that_is_refused_is_written_down_too(admin_client, admin_user, caplog):
    assert admin_client.post("/beheer/techniek/referrals/referral/add/").status_code == 403

    assert f"access refused, account {admin_user.pk}: POST /beheer/techniek/referrals/referral/add/" in caplog.messages
