"""Nominate, review, post and withdraw people; give and take certificates; tell of those that end."""

from yichuang.training.services.certificates import issue_certificate, revoke_certificate, tell_certificates
from yichuang.training.services.nominate import nominate
from yichuang.training.services.posting import post_candidate, withdraw_nomination, withdraw_person
from yichuang.training.services.review import (
    note_point,
    pass_candidate,
    read_candidate,
    read_health_note,
    relax_age,
    return_candidate,
    take_up,
)

__all__ = [
    "issue_certificate",
    "nominate",
    "note_point",
    "pass_candidate",
    "post_candidate",
    "read_candidate",
    "read_health_note",
    "relax_age",
    "return_candidate",
    "revoke_certificate",
    "take_up",
    "tell_certificates",
    "withdraw_nomination",
    "withdraw_person",
]
