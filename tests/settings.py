"""The settings under test: the real ones, with a database of this process's own and nothing that reaches outside."""

import logging
import os
import tempfile
import uuid
from pathlib import Path

# A folder for each process, so that parallel workers never meet and no file of an interrupted run is ever met again.
# `conftest.py` makes and removes it; type checkers read these settings too, and leave nothing behind.
WORKPLACE = Path(tempfile.gettempdir()) / f"health-library-tests-{uuid.uuid4().hex}"

DATABASE_URL = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{WORKPLACE}/library.sqlite3"

os.environ.update(
    SECRET_KEY="only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    PUBLIC_ORIGIN="http://localhost",
    DATABASE_URL=DATABASE_URL,
    MEDIA_ROOT=str(WORKPLACE / "media"),
    DEMO="0",
    DEBUG="0",
)
for name in ("CACHE_URL", "EMAIL_URL", "HEAD_RECIPIENTS", "RECORD_KEY_FILE", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)

from healthlib.settings import *  # noqa: E402, F403
from healthlib.settings import BASE_DIR, DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production, since threads and processes must meet real locks; nobody needs it after a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(WORKPLACE / "test.sqlite3")}
    OPTIONS = DATABASES["default"]["OPTIONS"]
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")

# Attempts are counted in memory, since the tables of the cache roll back with each test.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = WORKPLACE / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ROOT = BASE_DIR
# Refusals are what many tests are about; only what breaks is worth a line.
LOGGING_CONFIG = None
logging.getLogger("django.request").setLevel(logging.ERROR)
