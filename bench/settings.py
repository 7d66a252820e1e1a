"""Settings of the benchmark's own process: as an installation's, but accounts are made quickly."""

from yichuang.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
