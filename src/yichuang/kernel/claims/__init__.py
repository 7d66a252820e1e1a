"""Say which control of the rulebook a function keeps, and which test proves it.

A room writes its claims in ``controls.py``: ``control("QUE-01", by=services.call_next, proof=TicketCalled)``.
A test says ``@proves("QUE-01")``, and ``@proves("QUE-01", refuses=True)`` where the act is refused.
What the controls mean stands in ``regulations``; here is only who claims them.
A claim is never a string about code: it points at the function itself, so a rename cannot leave it behind.
"""

from yichuang.kernel.claims.proofs import Proof, proofs_of, proves
from yichuang.kernel.claims.registry import Claim, all_claims, claims_of, control, dotted

__all__ = ["Claim", "Proof", "all_claims", "claims_of", "control", "dotted", "proofs_of", "proves"]
