"""The environment, read and judged: every variable that the program knows, and the sentence said when it is wrong.

Nothing here has a default that would be unsafe in production. What is required and missing, and what is set and
malformed, raises `ImproperlyConfigured` with a sentence that names the variable.
"""

import ipaddress
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db.utils import OperationalError
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"

# Underscores stand in names of machines inside a house, though never in those that readers type.
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_BAD_HOST = "its host is no host name or IP address; one with other letters is written as xn--…"


@dataclass(frozen=True)
class Origin:
    """Where readers reach the library: scheme, host and port, as in `https://health.example.org`."""

    scheme: str
    host: str
    text: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


@dataclass(frozen=True)
class Mail:
    """How e-mail leaves: Django's backend, and for SMTP the server's address and the sender."""

    backend: str
    sender: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def read_demo_file() -> None:
    """Take the settings that `make demo` wrote, when the environment has none of its own."""
    demo_file = BASE_DIR / "var" / "demo.env"
    if "SECRET_KEY" not in os.environ and demo_file.is_file():
        for name, value in settings_in(demo_file).items():
            os.environ.setdefault(name, value)


def settings_in(file: Path) -> dict[str, str]:
    """The NAME=value lines of a file."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def required(name: str) -> str:
    """The text of a variable without which the program does not start."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: the program does not start without it.")
    return value


def optional(name: str) -> str:
    """The text of a variable that may be missing; empty counts as missing."""
    return os.environ.get(name, "").strip()


def switch(name: str) -> bool:
    """A variable that is on (1, true, yes, on) or off (0, false, no, off, or not set)."""
    try:
        return bool(Env().bool(name, default=False)) if optional(name) else False
    except EnvError:
        raise malformed(name, "it must be 1 or 0") from None


def malformed(name: str, why: str) -> ImproperlyConfigured:
    """The refusal for a variable that is set and can't be used. Never repeats the value, which may be a secret."""
    return ImproperlyConfigured(f"{name} can't be used: {why}.")


def secret_key() -> str:
    """Signs sessions and links, so a short or an example one is refused."""
    value = required("SECRET_KEY")
    if len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure-"):
        raise malformed("SECRET_KEY", "it must be at least 50 random characters")
    return value


def public_origin() -> Origin:
    """The one address under which readers know the library; plain http is only for this machine itself."""
    name, value = "PUBLIC_ORIGIN", required("PUBLIC_ORIGIN").rstrip("/")
    parts = _address(name, value)
    host, port = parts.hostname or "", parts.port
    if parts.scheme not in {"http", "https"} or not host:
        raise malformed(name, "it must look like https://health.example.org")
    shown = f"[{host}]" if ":" in host else host
    if (
        parts.netloc.lower() not in {shown, f"{shown}:{port}"}
        or value.lower() != f"{parts.scheme}://{parts.netloc}".lower()
    ):
        raise malformed(name, "it must hold a scheme, a host and perhaps a port, and nothing else")
    if not is_host(host) or "_" in host:
        raise malformed(name, _BAD_HOST)
    if parts.scheme == "http" and not is_loopback(host):
        raise malformed(
            name, "http is only for 127.0.0.1, [::1] and localhost; everywhere else it must begin with https"
        )
    # Browsers leave out the port that goes without saying, and what they send is compared with this.
    usual = port in {None, 443 if parts.scheme == "https" else 80}
    return Origin(scheme=parts.scheme, host=host, text=f"{parts.scheme}://{shown}" + ("" if usual else f":{port}"))


def _address(name: str, value: str) -> SplitResult:
    """An address taken apart. Port 0 is none that anybody could reach, and one beyond 65535 does not exist."""
    try:
        parts = urlsplit(value)
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise malformed(name, "its host or port can't be read") from None
    return parts


def is_host(text: str) -> bool:
    """Whether a text is a host name or an IP address, as far as that can be told without asking anybody."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return (
            len(text) <= 253 and re.fullmatch(rf"{_LABEL}(\.{_LABEL})*\.?", text, re.ASCII | re.IGNORECASE) is not None
        )
    return True


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def allowed_hosts(origin: Origin) -> list[str]:
    """The host names that requests may carry, separated by commas; the public one must be among them."""
    name = "ALLOWED_HOSTS"
    hosts = [host.strip().lower() for host in required(name).split(",") if host.strip()]
    for host in hosts:
        if not is_host(host.removeprefix(".").removeprefix("[").removesuffix("]")):
            raise malformed(name, "it must be host names separated by commas, without *, scheme, port or path")
    wanted = f"[{origin.host}]" if ":" in origin.host else origin.host
    if not any(host == wanted or (host.startswith(".") and f".{wanted}".endswith(host)) for host in hosts):
        raise malformed(name, "the host of PUBLIC_ORIGIN must be among them")
    return hosts


def database() -> dict[str, Any]:
    """Django's settings for the one database: SQLite or PostgreSQL, each with what makes it safe for the record."""
    name, value = "DATABASE_URL", required("DATABASE_URL")
    try:
        if "://" not in value or urlsplit(value).port == 0:
            raise ValueError
        config: dict[str, Any] = dict(dj_database_url.parse(value))
    except (ValueError, KeyError):
        raise malformed(
            name, "it must look like postgres://user:password@host/name or sqlite:///path/to/file"
        ) from None
    prepare = {SQLITE: _sqlite, POSTGRESQL: _postgresql}.get(config["ENGINE"])
    if prepare is None:
        raise malformed(name, "it must begin with postgres:// or sqlite:///")
    prepare(config)
    return config


def _sqlite(config: dict[str, Any]) -> None:
    """WAL so that readers never wait; IMMEDIATE so that a verb waits for its lock at its start, not in its middle;
    FULL so that what was acknowledged survives a power cut. To open the file anew for each page takes longer than most
    pages do."""
    file = config["NAME"]
    if not file or file == ":memory:":
        raise malformed("DATABASE_URL", "SQLite needs a file, as in sqlite:///var/library.sqlite3")
    config["NAME"] = str(BASE_DIR / file)
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    config["CONN_MAX_AGE"] = 60


def _postgresql(config: dict[str, Any]) -> None:
    """A client that dies while it waits for a lock is noticed within seconds; `?pool=true` asks for psycopg's pool."""
    if not config["NAME"] or "/" in config["NAME"]:
        raise malformed("DATABASE_URL", "it must name one database, as in postgres://user:password@host/name")
    # None is this machine; a path is the folder of a socket.
    if (host := config["HOST"]) and not host.startswith("/") and not is_host(host):
        raise malformed("DATABASE_URL", _BAD_HOST)
    options = config.setdefault("OPTIONS", {})
    if not isinstance(options.get("pool", False), bool):
        raise malformed("DATABASE_URL", "pool must be true or false")
    asked = str(options.get("options", ""))
    options["options"] = f"{asked} -c client_connection_check_interval=2000".strip()
    # For cursors that bind on the server (articles/search/statements.py); Django's own are not prepared.
    options["prepare_threshold"] = 2
    if options.get("pool") is True:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    else:
        options.pop("pool", None)
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True


def cache() -> dict[str, Any]:
    """Where throttles count: a table of the database, or the Redis that CACHE_URL names."""
    name, value = "CACHE_URL", optional("CACHE_URL")
    if not value:
        # Room for many counts: a full cache throws some away, and an attacker could fill it to be forgotten.
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "library_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    parts = _address(name, value)
    if parts.scheme not in {"redis", "rediss"} or not is_host(parts.hostname or ""):
        raise malformed(name, "it must look like redis://host:6379/0")
    if find_spec("redis") is None:
        raise malformed(name, "the Python package redis is not installed")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}


def mail(origin: Origin, *, demo: bool) -> Mail:
    """How e-mail leaves. Without EMAIL_URL a demo prints it, and any other library sends none (and a check says so)."""
    name, value = "EMAIL_URL", optional("EMAIL_URL")
    sender = f"library@{origin.host}"
    if not value:
        return Mail(backend=CONSOLE if demo else NOWHERE, sender=sender)
    parts = _address(name, value)
    kinds = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    host = parts.hostname or ""
    if parts.scheme not in kinds or not is_host(host) or parts.path.strip("/") or parts.fragment:
        raise malformed(name, "it must look like smtp+tls://user:password@host:587, smtps://… or smtp://…")
    asked = parse_qs(parts.query)
    if set(asked) - {"from"}:
        raise malformed(name, "the only thing it may say after ? is from=ADDRESS")
    if "from" in asked:
        sender = asked["from"][0]
        try:
            validate_email(sender)
        except ValidationError:
            raise malformed(name, "what stands after from= is no e-mail address") from None
    return Mail(
        backend=SMTP,
        sender=sender,
        host=host,
        port=parts.port or kinds[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def trusted_proxies() -> list[Network]:
    """The addresses or networks, separated by commas, whose X-Forwarded headers are believed. None unless named."""
    name, value = "TRUSTED_PROXIES", optional("TRUSTED_PROXIES")
    try:
        return [ipaddress.ip_network(part.strip()) for part in value.split(",")] if value else []
    except ValueError:
        raise malformed(
            name, "it must be addresses or networks separated by commas, as in 10.0.0.5, 10.1.0.0/24"
        ) from None


def record_key() -> Ed25519PrivateKey | None:
    """The key that signs the heads of the record, from the PEM file that RECORD_KEY_FILE names. None where not set."""
    name, value = "RECORD_KEY_FILE", optional("RECORD_KEY_FILE")
    if not value:
        return None
    try:
        key = load_pem_private_key((BASE_DIR / value).read_bytes(), password=None)
    except OSError as error:
        raise malformed(name, f"the file can't be read ({error.strerror})") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise malformed(name, "the file must hold a private key in PEM form, without a password") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise malformed(name, "the key must be one for Ed25519")
    return key


def head_recipients() -> list[str]:
    """The mail addresses, separated by commas, to which the head of the record goes every day."""
    name = "HEAD_RECIPIENTS"
    addresses = list(dict.fromkeys(part.strip() for part in optional(name).split(",") if part.strip()))
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise malformed(name, "it must be mail addresses separated by commas") from None
        if len(address) > 254:
            raise malformed(name, "an address is longer than mail allows")
    return addresses


def folder(name: str, *, default: Path) -> Path:
    """A folder of this machine; a relative one stands beside manage.py."""
    value = optional(name)
    path = BASE_DIR / value if value else default
    if path.exists() and not path.is_dir():
        raise malformed(name, "it must be a folder, and a file of that name exists")
    return path


def debug(origin: Origin) -> bool:
    """DEBUG shows settings and source to whoever meets an error, so it is only for this machine itself."""
    on = switch("DEBUG")
    if on and not is_loopback(origin.host):
        raise malformed("DEBUG", "it may only be on where PUBLIC_ORIGIN is this machine itself")
    return on


def said_plainly(start: Callable[[], None]) -> None:
    """Run a program of the shell; a refusal of the environment, or of the database, ends it with its sentence.

    A traceback is shown where Django's own option asks for it.
    """
    try:
        start()
    except ImproperlyConfigured as refusal:
        raise SystemExit(f"Refusing to start. {refusal}") from None
    except OperationalError as refusal:
        if "--traceback" in sys.argv:
            raise
        said = str(refusal).strip().partition("\n")[0]
        raise SystemExit(f"The database doesn't answer as it should: {said}") from None
