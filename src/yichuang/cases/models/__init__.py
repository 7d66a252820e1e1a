"""The tables of the cases."""

from yichuang.cases.models.case import Case, Counter, MatterTally, Visit
from yichuang.cases.models.checks import Check, Promise, Review
from yichuang.cases.models.results import Result

__all__ = ["Case", "Check", "Counter", "MatterTally", "Promise", "Result", "Review", "Visit"]
