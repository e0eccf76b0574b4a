"""The database of the test that runs, for programs beside it."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def url_of(name: str = "") -> str:
    """Its DATABASE_URL, or that of another database beside it: on SQLite a file's path, else a name."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name or told['NAME']}"
    host = quote(told["HOST"], safe="") if told["HOST"].startswith("/") else told["HOST"]
    return f"postgres://{quote(told['USER'])}:{quote(told['PASSWORD'])}@{host}:{told['PORT']}/{name or told['NAME']}"


def python(*arguments: str, url: str) -> "subprocess.CompletedProcess[str]":
    """Run a program of the library in a process of its own, on that database."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "DEMO": "0"}
    environment |= {
        "SECRET_KEY": settings.SECRET_KEY,
        "PUBLIC_ORIGIN": "http://localhost",
        "ALLOWED_HOSTS": "localhost",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
