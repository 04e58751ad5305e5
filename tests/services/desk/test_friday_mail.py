"""Who chose it gets a mail on Friday, once, about their own records; who left gets none."""

import pytest
from django.core import mail
from django.core.management import call_command

from services.models import Provider
from services.staff_models import StaffMember, StaffRole
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY, NEXT = (f"2026-{day} 10:00:00+01:00" for day in ("11-26", "11-27", "12-04"))


def test_it_goes_on_friday_once_to_who_chose_it_about_their_own_records(time_machine):
    time_machine.move_to(THURSDAY, tick=False)
    eva, nora = colleague("eva"), colleague("nora", where=OTHER)
    record("hier")
    record("elders", where=OTHER)
    record("elders-twee", where=OTHER)
    at_the_desk(eva).post("/beheer/ik/vrijdagmail/", {"wil": "ja"})
    StaffMember.objects.filter(pk=nora.pk).update(friday_mail=True)
    colleague("ander")

    for moment, to in ((THURSDAY, []), (FRIDAY, ["eva@example.org", "nora@example.org"]), (FRIDAY, [])):
        time_machine.move_to(moment, tick=False)
        mail.outbox.clear()
        call_command("friday_mail")
        letters = {letter.to[0]: letter.body for letter in mail.outbox}
        assert sorted(letters) == to
        if letters:
            assert "Nu in uw lijst: 1 organisatie." in letters["eva@example.org"]
            assert "Nu in uw lijst: 2 organisaties." in letters["nora@example.org"]
            assert "nooit gecontroleerd: 1" in letters["eva@example.org"]
    time_machine.move_to(NEXT, tick=False)
    call_command("friday_mail")
    assert len(mail.outbox) == 2


def test_who_left_may_edit_nothing_or_chose_it_no_more_gets_none(time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    record("hier")
    gone, reader, stopped = colleague("weg"), colleague("toets", StaffRole.AUDITOR), colleague("gestopt")
    StaffMember.objects.update(friday_mail=True)
    gone.user.is_active = False
    gone.user.save()
    at_the_desk(stopped).post("/beheer/ik/vrijdagmail/", {"wil": "nee"})

    call_command("friday_mail")

    assert mail.outbox == []
    assert StaffMember.objects.get(pk=reader.pk).friday_mailed_on is None


def test_the_list_can_be_one_owners(time_machine):
    eva = colleague("eva")
    record("van-haar")
    record("van-niemand")
    provider = Provider.objects.get(slug="van-haar")
    with by_hand():
        Provider.objects.update(phone="+31263123456")
    provider.stewardship.owner = eva
    provider.stewardship.save()
    desk = at_the_desk(eva)

    for owner, name in ((eva.pk, "Van Haar"), ("niemand", "Van Niemand")):
        page = desk.get(f"/beheer/?eigenaar={owner}").content.decode()
        assert [one for one in ("Van Haar", "Van Niemand") if one in page] == [name]
    assert desk.get("/beheer/?eigenaar=x").context["form"].errors
