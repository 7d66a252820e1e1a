"""Django as a WSGI application, with the static files in front of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

_HASHED = re.compile(r"\.[0-9a-f]{12}\.")


def application() -> Any:
    """Return the WSGI application: the static files by their names in pages, then Django.

    Where pages do not name files by hashes (tests) they are served from where the rooms keep them.
    """
    app = WhiteNoise(
        get_wsgi_application(),
        max_age=60,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
    prefix = "/" + str(settings.STATIC_URL).strip("/") + "/"
    if hashed():
        app.add_files(str(settings.STATIC_ROOT), prefix=prefix)
        return app
    for finder in get_finders():
        for path, storage in finder.list([]):
            url = prefix + path
            if url not in app.files:  # the first finder wins, as in collectstatic
                app.add_file_to_dictionary(url, storage.path(path))
    return app


def collected() -> bool:
    """Say whether the static files have been collected."""
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def hashed() -> bool:
    """Say whether pages name static files by their hashes, so that they must be collected first."""
    return isinstance(staticfiles_storage, ManifestFilesMixin)
