"""The application a server is given: ``yichuang.asgi:application``."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")

import django

django.setup()

from yichuang.kernel import logs  # noqa: E402
from yichuang.kernel.serve.assemble import assemble  # noqa: E402 - rooms must stand first

logs.configure()
application = assemble()
