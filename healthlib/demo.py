"""`make demo`: a library with sample articles on this machine, ready to be tried.

The first start makes the database, the sample library and the settings in `var/demo.env`; later ones keep all of it.
"""

import os
import secrets
import socket
import sys
import time
from pathlib import Path

import django
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import call_command

from healthlib.environment import BASE_DIR, settings_in

FILE = BASE_DIR / "var" / "demo.env"
HOST = "127.0.0.1"
ACCOUNTS = ("editor", "reviewer", "publisher", "auditor", "admin")


def main(arguments: list[str]) -> None:
    """Prepare the demo and become its server."""
    port = wanted_port(arguments)
    begun = time.monotonic()
    use_settings(port)
    django.setup()
    prepare()
    print(welcome(port, time.monotonic() - begun), flush=True)
    os.execv(sys.executable, [sys.executable, *server(port)])  # noqa: S606  (nothing in it comes from outside)


def wanted_port(arguments: list[str]) -> int:
    """The port that was asked for, if it is one and nobody listens there."""
    text = arguments[0] if arguments else "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SystemExit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise SystemExit(
                f"Port {text} can't be used ({error.strerror}). Try another: make demo PORT=8001"
            ) from None
    return int(text)


def use_settings(port: int) -> None:
    """Write `var/demo.env` and take it as this process's environment, whatever else was set."""
    FILE.parent.mkdir(exist_ok=True)
    former = settings_in(FILE) if FILE.exists() else {}
    key = FILE.with_name("record-key.pem")
    settings = {
        "SECRET_KEY": former.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "PUBLIC_ORIGIN": f"http://{HOST}:{port}",
        "DATABASE_URL": "sqlite:///var/library.sqlite3",
        "DEMO": "1",
        "RECORD_KEY_FILE": os.path.relpath(key, BASE_DIR),
    }
    write_in_place(FILE, "".join(f"{name}={value}\n" for name, value in settings.items()))
    # Made once: heads that were signed with it are to be checked with its public half for ever.
    if not key.exists():
        write_in_place(key, new_key())
    os.environ.update(settings, DJANGO_SETTINGS_MODULE="healthlib.settings")
    for name in ("DEBUG", "CACHE_URL", "EMAIL_URL", "HEAD_RECIPIENTS", "MEDIA_ROOT", "TRUSTED_PROXIES"):
        os.environ.pop(name, None)


def write_in_place(file: Path, text: str) -> None:
    """Written beside and moved in place, so that an interrupted start leaves no half file. For our eyes alone."""
    beside = file.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_text(text)
    beside.replace(file)


def new_key() -> str:
    """A key to sign the heads of the record, as PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def prepare() -> None:
    """Bring tables, static files and samples up to what this code wants; each does nothing where nothing is new."""
    print("Preparing the database …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if static_files_changed():
        print("Collecting static files …", flush=True)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        static_stamp().write_text(static_state())
    print("Preparing the sample library …", flush=True)
    call_command("sample_library")
    from reviews.actions import note_head  # noqa: PLC0415  (known only once Django is)

    note_head()


def static_files_changed() -> bool:
    """Whether what was collected is of other files than these."""
    stamp = static_stamp()
    return not stamp.exists() or stamp.read_text() != static_state()


def static_stamp() -> Path:
    """Beside the collected files, not among them: whoever can read those need not read this."""
    from django.conf import settings  # noqa: PLC0415  (known only once the environment is)

    return Path(settings.STATIC_ROOT).with_suffix(".collected")


def static_state() -> str:
    """Each static file's path, size and time, of ours and of the packages'."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    lines = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            lines.append(f"{path} {found.st_size} {found.st_mtime_ns}\n")
    return "".join(sorted(lines))


def server(port: int) -> list[str]:
    """Granian, as in production, in a size for one machine and a few visitors.

    It has been seen to wait for ever for a worker that got Ctrl-C as well: three seconds are enough for any page.
    """
    return [
        *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "3", "--log-level", "warning"),
        "healthlib.wsgi:application",
    ]


def welcome(port: int, seconds: float) -> str:
    """Where the demo is and how to get in."""
    return "\n".join(
        [
            "",
            f"The health library is at  http://{HOST}:{port}/   (ready after {seconds:.1f} s; Ctrl-C stops it)",
            f"Editors’ room             http://{HOST}:{port}/admin/",
            f"Reviewers’ desk           http://{HOST}:{port}/reviews/",
            f"Accounts, password demo:  {', '.join(ACCOUNTS)}",
            "Mails are printed here, such as the links of invitations.",
            "It is a sample, and no medical advice.",
            "",
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
