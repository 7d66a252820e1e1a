"""An ordinary installation that also has the tests' own app: a hall, a board, a call, a slow page."""

from yichuang.settings import *  # noqa: F403
from yichuang.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.kernel.extra.ExtraConfig"]
