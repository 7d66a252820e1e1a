"""Who may claim what, and how a claim points at code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from yichuang.kernel.claims import all_claims, claims_of, control, dotted, registry
from yichuang.regulations import services
from yichuang.regulations.events import ParameterSet


@pytest.fixture
def _registry_left_alone() -> Iterator[None]:
    all_claims()
    before = list(registry._claims)
    yield
    registry._claims[:] = before


@pytest.mark.usefixtures("_registry_left_alone")
def test_a_claim_points_at_functions_and_at_the_event_that_shows_it() -> None:
    claim = control("ZZ-01", by=[services.set_parameter, services.end_parameter], proof=ParameterSet)

    assert claims_of("ZZ-01") == (claim,)
    assert [dotted(one) for one in claim.by] == [
        "regulations.services.set_parameter",
        "regulations.services.end_parameter",
    ]
    assert claim.proofs == (ParameterSet,)
    assert claim.declared_in == __name__


@pytest.mark.usefixtures("_registry_left_alone")
def test_one_place_claims_a_control_once() -> None:
    control("ZZ-01", by=services.set_parameter)

    with pytest.raises(ValueError, match="twice"):
        control("ZZ-01", by=services.end_parameter)


@pytest.mark.parametrize("unfit", ["", "QUE", "que-01", "QUE-1", "QUE-001", "QUE_01"])
def test_an_id_of_another_shape_is_refused(unfit: str) -> None:
    with pytest.raises(ValueError, match="not the id"):
        control(unfit, by=services.set_parameter)


@pytest.mark.parametrize("by", ["regulations.services.set_parameter", [], None])
def test_a_claim_is_kept_by_functions_and_not_by_their_names(by: object) -> None:
    with pytest.raises(TypeError):
        control("ZZ-01", by=by)  # type: ignore[arg-type]


def test_a_proof_is_an_event_of_the_journal() -> None:
    with pytest.raises(TypeError):
        control("ZZ-01", by=services.set_parameter, proof=dict)  # type: ignore[arg-type]


def test_the_claims_of_every_room_are_found_by_themselves() -> None:
    modules = registry._modules()

    assert "yichuang.regulations.controls" in modules
    assert all(module.endswith(".controls") for module in modules)
