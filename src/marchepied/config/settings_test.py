"""The settings of the tests: the real ones, with mail, tasks and cache in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MARCHEPIED_DATA_DIR", str(Path(tempfile.gettempdir()) / "marchepied-tests"))

from marchepied.config.settings import *  # noqa: F403
from marchepied.config.settings import DATABASES, TEMPLATES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # The threads of a live server share one connection in memory: no statement of it may be shared too.
    DATABASES["default"]["OPTIONS"]["cached_statements"] = 0

SECRET_KEY = "tests"  # noqa: S105
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⟦undefined: %s⟧"  # type: ignore[index]
