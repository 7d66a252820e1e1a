"""What cannot be published: an item that keeps from the citizen what the guide must say."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.catalogue.files import GOOD
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import selectors, services
from yichuang.catalogue.errors import CatalogueUnfit
from yichuang.catalogue.models import Item, TariffLine
from yichuang.catalogue.sentences import fee_text
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.organization.types import HallProfile

pytestmark = pytest.mark.django_db
COURT = GOOD.replace("  fee: {charged: false}\n", "")
FREE = "fee: {charged: false, amount_yuan: 0, note: 不收费}"


def take_over(hall, text):
    return services.import_catalogue(
        hall_id=hall.id, text=text, source_name="目录.yaml", by=hall.by, at=at("09:00")
    )


@proves("PUB-01", refuses=True)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  department: 公共就业服务机构\n", "没有写明办理部门"),
        ("  applicant: 个人\n", "没有写明申请人"),
        (f"  {FREE}\n", "没有写明收费标准，也没有写明不收费"),
        ("  legal_basis: [《中华人民共和国就业促进法》]\n", "法律依据"),
    ],
)
def test_an_item_that_leaves_out_what_the_guide_must_say_is_not_published(line, said):
    hall = found_hall()
    assert line in GOOD

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, GOOD.replace(line, "", 1))

    assert said in str(refused.value) or "依据" in str(refused.value)
    assert not Item.objects.exists()


@proves("PUB-01", refuses=True)
def test_an_item_for_which_nothing_is_brought_says_so():
    hall = found_hall()
    head, rest = GOOD.split("  materials:\n", 1)
    without = head + rest[rest.index("  statutory_limit") :]

    with pytest.raises(CatalogueUnfit, match="没有写明申请材料"):
        take_over(hall, without)
    take_over(hall, without.replace("  statutory_limit", "  materials: []\n  statutory_limit", 1))

    assert selectors.item_by_code(hall.id, "RS001", MONDAY).materials == ()


@proves("CRT-04", refuses=True)
def test_a_court_item_without_a_fee_line_or_free_is_not_published():
    hall = found_hall(profile=HallProfile.COURT)

    with pytest.raises(CatalogueUnfit, match="FY001 没有写明收费标准，也没有写明不收费"):
        take_over(hall, COURT)
    with pytest.raises(CatalogueUnfit, match="FY001"):  # charged, and nobody knows what
        take_over(hall, GOOD.replace("fee: {charged: false}\n", "fee: {charged: true}\n"))

    assert not Item.objects.exists()


@proves("CRT-04")
def test_a_court_item_that_is_free_or_has_its_line_is_published():
    hall = found_hall(profile=HallProfile.COURT)

    take_over(hall, GOOD)

    card = selectors.item_by_code(hall.id, "FY001", MONDAY)
    assert fee_text(card) == "不收费"
    line = "fee: {charged: true, amount_yuan: 50, basis: 《诉讼费用交纳办法》}\n"
    take_over(hall, GOOD.replace("fee: {charged: false}\n", line))
    (fee,) = selectors.item_by_code(hall.id, "FY001", MONDAY).fees
    assert (fee.amount, fee.basis) == (50, "《诉讼费用交纳办法》")


@proves("FEE-01", refuses=True)
def test_a_fee_without_its_basis_is_refused():
    hall = found_hall()

    with pytest.raises(CatalogueUnfit, match="RS001"):
        take_over(hall, GOOD.replace(FREE, "fee: {charged: true, amount_yuan: 20}"))

    assert not Item.objects.exists()


@proves("PUB-06", refuses=True)
def test_a_second_value_of_one_fee_cannot_be_stored():
    hall = found_hall()
    take_over(hall, GOOD.replace(FREE, "fee: {charged: true, amount_yuan: 20, basis: 《价格目录》}"))
    row = TariffLine.objects.get(hall_id=hall.id)

    row.pk, row.amount, row.position = new_id(), 25, 2

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert TariffLine.objects.get(hall_id=hall.id).amount == 20
