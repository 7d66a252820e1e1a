from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yichuang.cases"
    label = "cases"

    def ready(self) -> None:
        from yichuang.cases import (  # noqa: F401  (declare themselves)
            again,
            again_beside,
            again_money,
            handlers,
            live,
            selectors,
        )
        from yichuang.kernel.journal.verify import recomputes
        from yichuang.posts.types import OPEN_CASES

        recomputes("cases.case", again.first_difference)
        for name, first_difference in (again_money.RETELLINGS | again_beside.RETELLINGS).items():
            recomputes(name, first_difference)
        OPEN_CASES.provide(selectors.open_work_of)
        _guard_the_money()


def _guard_the_money() -> None:
    """Let the database refuse to change what was charged, paid, given back and handed in."""
    from yichuang.kernel.journal import guard

    guard.protect("cases_fee_value", ("id",))
    guard.protect("cases_fee_consent", ("id",))
    guard.protect("cases_bill", ("id",), ("hall_id", "case_id", "number"), ("token",))
    guard.protect("cases_bill_line", ("id",), ("hall_id", "bill_id", "code"))
    guard.protect("cases_bill_showing", ("id",))
    guard.protect(
        "cases_payment", ("id",), ("hall_id", "bill_id"), ("hall_id", "number"), ("hall_id", "reference")
    )
    guard.protect("cases_payout", ("id",), ("hall_id", "refund_id"))
    guard.protect("cases_payout_line", ("id",), ("hall_id", "payout_id", "code"))
    guard.protect("cases_deposit", ("id",), ("hall_id", "reference"))
