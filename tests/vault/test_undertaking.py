"""Nobody sees personal data who has not undertaken, this year, to keep it secret (PRV-03)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.access.people import MORNING, hall
from tests.support.vows import vow
from tests.vault.held import PHONE, YEAR, clerk, keep, reveal, told
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry as JournalEntry
from yichuang.kernel.types import Key
from yichuang.kernel.vault import selectors, services
from yichuang.kernel.vault.errors import UndertakingMissing, UndertakingUnfit
from yichuang.kernel.vault.events import PersonalDataRetained, UndertakingSigned
from yichuang.kernel.vault.models import Undertaking
from yichuang.kernel.vault.undertaking import wording_hash, year_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.django_db
@proves("PRV-03")
def test_what_was_closed_opens_at_once_when_the_undertaking_is_signed():
    where = hall()
    phone, zhang = keep(where), clerk(where, vowed=False)

    with pytest.raises(UndertakingMissing):
        reveal(phone, zhang)
    vow(zhang, MORNING)

    assert reveal(phone, zhang) == PHONE
    assert told(UndertakingSigned, zhang.id) == [
        UndertakingSigned(2026, datetime(2027, 1, 1, tzinfo=SHANGHAI), wording_hash())
    ]


@pytest.mark.django_db
def test_last_year_s_undertaking_opens_nothing_this_year():
    where = hall()
    phone, zhang = keep(where, until=2 * YEAR), clerk(where)
    new_year = datetime(2027, 1, 1, tzinfo=SHANGHAI)

    assert reveal(phone, zhang, at=new_year - timedelta(seconds=1)) == PHONE
    with pytest.raises(UndertakingMissing):
        reveal(phone, zhang, at=new_year)
    vow(zhang, new_year)

    assert reveal(phone, zhang, at=new_year) == PHONE


@pytest.mark.django_db
def test_an_undertaking_is_one_person_s_in_one_hall():
    here, there = hall("YH"), hall("ZH")
    zhang = clerk(here)

    assert selectors.undertaken(here.id, zhang.id, MORNING)
    assert not selectors.undertaken(there.id, zhang.id, MORNING)
    assert not selectors.undertaken(here.id, new_id(), MORNING)
    assert not selectors.undertaken(here.id, zhang.id, MORNING - timedelta(seconds=1))
    assert [one.person_id for one in selectors.undertakings(here.id, 2026)] == [zhang.id]


@pytest.mark.django_db
def test_signing_twice_is_signing_once():
    where = hall()
    zhang, key = clerk(where, vowed=False), Key("sign-it-once", "0" * 64)
    year, until = year_of(MORNING, "Asia/Shanghai")

    first = services.sign_undertaking(year=year, until=until, by=zhang, at=MORNING, key=key)
    again = services.sign_undertaking(year=year, until=until, by=zhang, at=MORNING, key=key)
    later = services.sign_undertaking(year=year, until=until, by=zhang, at=MORNING + timedelta(days=1))

    assert first == again == later
    assert Undertaking.objects.filter(person_id=zhang.id).count() == 1
    assert JournalEntry.objects.filter(name=UndertakingSigned.stored_name, actor_id=zhang.id).count() == 1


@pytest.mark.django_db
def test_neither_a_machine_signs_nor_anybody_for_longer_than_a_year():
    where = hall()

    with pytest.raises(UndertakingUnfit):
        vow(where.system, MORNING)
    for until in (MORNING, MORNING + timedelta(days=367)):
        with pytest.raises(UndertakingUnfit):
            services.sign_undertaking(year=2026, until=until, by=clerk(where, vowed=False), at=MORNING)


@pytest.mark.django_db
def test_what_a_file_retains_is_not_shredded_when_its_day_has_come():
    where, matter = hall(), new_id()
    kept, other = keep(where, until=YEAR), keep(where, until=YEAR)

    stays = services.retain([kept, new_id()], matter=matter, by=where.system, at=MORNING)
    services.shred_expired(MORNING + 2 * YEAR)

    assert stays == 1
    assert selectors.entry(where.id, kept).shredded_at is None
    assert selectors.entry(where.id, other).shredded_at is not None
    assert told(PersonalDataRetained, matter) == [PersonalDataRetained((kept,))]


@pytest.mark.django_db
def test_what_is_over_or_another_hall_s_is_not_retained():
    here, there = hall("YH"), hall("ZH")
    over, foreign = keep(here, until=YEAR), keep(there)

    stays = services.retain([over, foreign], matter=new_id(), by=here.system, at=MORNING + YEAR)

    assert stays == 0
    assert selectors.entry(here.id, over).expires_at is not None
    assert selectors.entries_among(here.id, [foreign, over, new_id(), over]) == [over]
