"""A library of its own for benchmarks and trials: real settings, an empty database, on either engine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def open_library(database_url: str = "") -> Path:
    """Set up Django with the real settings on a new, migrated database.

    SQLite in a folder that goes with the process, or the one named.
    """
    folder = Path(tempfile.mkdtemp(prefix="health-library-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        SECRET_KEY="only-for-benchmarks-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
        PUBLIC_ORIGIN="http://localhost",
        DATABASE_URL=database_url or f"sqlite:///{folder}/library.sqlite3",
        MEDIA_ROOT=str(folder / "media"),
        DEMO="1",
        DEBUG="1",
        DJANGO_SETTINGS_MODULE="healthlib.settings",
    )
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    return folder
