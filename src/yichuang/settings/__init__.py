"""Settings of an installation.  A few variables choose everything; ``yichuang doctor`` reads them back.

``YICHUANG_HOME``          folder of the database, the keys and the compiled assets (``var``)
``YICHUANG_DATABASE_URL``  a PostgreSQL address; without it the embedded SQLite file in the home folder
``YICHUANG_REDIS_URL``     live boards across processes; without it memory
``YICHUANG_FONTS``         folder of fonts for papers; without it the font package, else Debian's Noto CJK
``YICHUANG_HOSTS``         names this installation answers to, comma-separated (loopback always)
``YICHUANG_PUBLIC_URL``    how a phone outside reaches it, for QR codes; without it the kiosk's own address
"""

from __future__ import annotations

import os
from datetime import time
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from yichuang.settings.access import *  # noqa: F403  (names are settings)
from yichuang.settings.database import database

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YICHUANG_HOME", "var")).resolve()
KEYS_DIR = HOME / "keys"


def _secret_key() -> str:
    """Read the signing secret when it is first needed: importing settings writes nothing."""
    from yichuang.kernel.keys import secret

    return secret("django").hex()


SECRET_KEY = SimpleLazyObject(_secret_key)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS += filter(None, os.environ.get("YICHUANG_HOSTS", "").split(","))
ROOT_URLCONF = "yichuang.urls"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# floors, lowest first
ROOMS = [
    "yichuang.kernel",
    "yichuang.kernel.journal",
    "yichuang.kernel.vault",
    "yichuang.kernel.access",
    "yichuang.regulations",
    "yichuang.organization",
    "yichuang.deadlines",
    "yichuang.catalogue",
    "yichuang.training",
    "yichuang.facilities",
    "yichuang.posts",
    "yichuang.notices",
    "yichuang.cases",
    "yichuang.queueing",
    "yichuang.evaluation",
    "yichuang.statistics",
    "yichuang.screens",
    "yichuang.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_cotton",
    "lucide",
    "ninja",
    *ROOMS,
]

MIDDLEWARE = [
    "yichuang.kernel.middleware.Envelope",
    # Chinese first, whatever a browser says of itself: never LocaleMiddleware
    "yichuang.screens.kit.look.LookMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yichuang.kernel.access.middleware.CallerMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.kernel.middleware.Refusals",
]
CSRF_FAILURE_VIEW = "yichuang.kernel.pages.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
LOGGING_CONFIG = None  # serving configures kernel.logs; a command writes to its own output
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted(PACKAGE.glob("screens/*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "yichuang.screens.kit.context.screen",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("YICHUANG_DATABASE_URL", ""), HOME / "yichuang.sqlite3")}

REDIS_URL = os.environ.get("YICHUANG_REDIS_URL", "")
EVENING_FROM = time.fromisoformat(os.environ.get("YICHUANG_EVENING_FROM", "17:30"))
FONTS_DIR = os.environ.get("YICHUANG_FONTS", "")
PUBLIC_URL = os.environ.get("YICHUANG_PUBLIC_URL", "").rstrip("/")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
# texts of places that are no apps of their own: the command line, and screens that keep theirs apart
LOCALE_PATHS = [PACKAGE / "installation" / "locale", *sorted(PACKAGE.glob("screens/*/locale"))]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = sorted(PACKAGE.glob("screens/*/static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
