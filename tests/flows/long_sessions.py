"""An ordinary installation in which nobody is signed out because hours have passed at once."""

from yichuang.settings import *  # noqa: F403

SESSION_HOURS = 100
SESSION_IDLE_MINUTES = 100 * 60
