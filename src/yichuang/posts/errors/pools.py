"""Why a pool is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class PoolUnknown(Refusal):
    """There is no such pool here, or it has ended."""

    code = "pool-unknown"
    status = 404
    sentence = _("There is no such pool in this hall.")


class PoolTooSmall(Refusal):
    """A pool has several posts, and people who can stand in for each other."""

    code = "pool-too-small"
    status = 422
    sentence = _(
        "A pool has at least two posts and at least %(least)s people who can stand in for each other."
    )
    rule = "AB-01"


class PostElsewhere(Refusal):
    """The posts of a pool are of one department."""

    code = "post-elsewhere"
    status = 422
    sentence = _("The posts of a pool belong to one department.")
    rule = "AB-01"


class PostPooled(Refusal):
    """A post is in one pool."""

    code = "post-pooled"
    sentence = _("Window %(number)s is in the pool %(name)s already.")
    rule = "AB-01"


class PoolNamed(Refusal):
    """Two pools of a hall do not have the same name."""

    code = "pool-named"
    sentence = _("There is a pool %(name)s already.")


class PoolDaysUnfit(Refusal):
    """What a pool is to be is said from today on, not before what was said last."""

    code = "pool-days-unfit"
    status = 422
    sentence = _("It begins today or later, within a year, and not before the last change of the pool.")


class PoolStillNeeded(Refusal):
    """Published shifts rest on a pool: nobody in them loses their post by a change of it."""

    code = "pool-still-needed"
    sentence = _(
        "Published shifts rest on it: %(faults)s. Plan these shifts anew first, or choose a later day."
    )
    rule = "AB-01"


class HeldByPool(Refusal):
    """What a pool gives is taken back by changing the pool."""

    code = "held-by-pool"
    sentence = _("They hold this post by the pool %(name)s. Change the pool.")
