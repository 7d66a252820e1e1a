"""What can be done to a clock, and what time itself does to it."""

from yichuang.deadlines.services.anew import ask_reprojection, reproject
from yichuang.deadlines.services.clocks import reassign, start, stop
from yichuang.deadlines.services.pauses import paper_number, pause, pause_with, resume
from yichuang.deadlines.services.sweep import tick
from yichuang.deadlines.services.terms import extend, shorten

__all__ = [
    "ask_reprojection",
    "extend",
    "paper_number",
    "pause",
    "pause_with",
    "reassign",
    "reproject",
    "resume",
    "shorten",
    "start",
    "stop",
    "tick",
]
