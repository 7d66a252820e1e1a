"""Boards and desks follow what happens: a snapshot with its number, then changes as server-sent events.

Words: topic (a kind of stream, with its rule) · channel (a topic of one hall and key: the board of zone A) ·
change (what one journal entry alters there, numbered by the entry's ``seq``) · grant (a short-lived signed
leave to follow a channel that is not public).  Clients that cannot keep up start again from a snapshot.
"""

from yichuang.kernel.live.grants import grant, provide_holders
from yichuang.kernel.live.topics import provide_halls, publishes, topic

__all__ = ["grant", "provide_halls", "provide_holders", "publishes", "topic"]
