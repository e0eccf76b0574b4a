"""The program refuses to start without what production needs, and says which variable in one sentence."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from healthlib import environment
from healthlib.demo import new_key
from healthlib.environment import BASE_DIR

PRODUCTION = {
    "SECRET_KEY": "k9-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "health.example.org",
    "PUBLIC_ORIGIN": "https://health.example.org",
    "DATABASE_URL": "postgres://library:secret@127.0.0.1:1/library",
    "EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.org?from=library@example.org",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a library that serves readers."""
    for name in ("DEMO", "DEBUG", "CACHE_URL", "HEAD_RECIPIENTS", "MEDIA_ROOT", "RECORD_KEY_FILE", "TRUSTED_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def settings_of(**environ: str) -> "subprocess.CompletedProcess[str]":
    """What `manage.py check --deploy` says in a process of its own under this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=BASE_DIR,
        env={"PATH": "/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key for the heads of the record."""
    file = tmp_path / "record-key.pem"
    file.write_text(new_key())
    return file


def test_production_settings_pass_the_deploy_checks_in_silence(key_file: Path) -> None:
    done = settings_of(**PRODUCTION, RECORD_KEY_FILE=str(key_file), HEAD_RECIPIENTS="keeper@example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_a_library_without_mail_is_warned() -> None:
    done = settings_of(**{name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"})
    assert "EMAIL_URL is not set" in done.stderr


def test_a_library_without_a_key_is_warned() -> None:
    assert "RECORD_KEY_FILE is not set" in settings_of(**PRODUCTION).stderr


def test_a_key_is_for_ed25519_and_opens_without_a_password(production: pytest.MonkeyPatch, key_file: Path) -> None:
    """Given a file that holds no such key, or none, then the program refuses and names the variable."""
    production.setenv("RECORD_KEY_FILE", str(key_file))
    assert environment.record_key()
    ours = Ed25519PrivateKey.generate()
    wrong = [
        b"",
        b"no key",
        key_file.read_bytes()[:60],
        ours.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        ours.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")),
        X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ]
    for content in wrong:
        key_file.write_bytes(content)
        with pytest.raises(ImproperlyConfigured, match="RECORD_KEY_FILE can't be used: "):
            environment.record_key()
    key_file.unlink()
    with pytest.raises(ImproperlyConfigured, match="RECORD_KEY_FILE can't be used: the file can't be read"):
        environment.record_key()
    assert settings_of(**PRODUCTION, RECORD_KEY_FILE=str(key_file)).returncode == 1


def test_recipients_of_heads(production: pytest.MonkeyPatch) -> None:
    production.setenv("HEAD_RECIPIENTS", " a@example.org, b@example.org ,,a@example.org")
    assert environment.head_recipients() == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_ORIGIN", "DATABASE_URL"])
def test_a_missing_one_is_named_in_one_line(name: str, tmp_path: Path) -> None:
    # Empty rather than absent, so that settings of a demo on this machine stay out of it.
    done = settings_of(**{**PRODUCTION, name: ""})
    assert done.returncode == 1
    assert done.stderr.strip() == f"Refusing to start. {name} is not set: the program does not start without it."


def test_the_server_refuses_as_well() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import healthlib.wsgi"],
        cwd=BASE_DIR,
        env={**PRODUCTION, "PUBLIC_ORIGIN": "http://health.example.org"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith("django.core.exceptions.ImproperlyConfigured: PUBLIC_ORIGIN can't be used: http is only for")
    )


def read_all() -> None:
    """Everything that settings read."""
    origin = environment.public_origin()
    environment.secret_key()
    environment.allowed_hosts(origin)
    environment.database()
    environment.cache()
    environment.mail(origin, demo=environment.switch("DEMO"))
    environment.debug(origin)
    environment.trusted_proxies()
    environment.folder("MEDIA_ROOT", default=BASE_DIR)
    environment.record_key()
    environment.head_recipients()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://health.example.org"),
        ("ALLOWED_HOSTS", "other.example.org"),
        ("ALLOWED_HOSTS", "health.example.org other.example.org"),
        ("PUBLIC_ORIGIN", "health.example.org"),
        ("PUBLIC_ORIGIN", "http://health.example.org"),
        ("PUBLIC_ORIGIN", "ftp://health.example.org"),
        ("PUBLIC_ORIGIN", "https://health.example.org/library"),
        ("PUBLIC_ORIGIN", "https://health.example.org?x"),
        ("PUBLIC_ORIGIN", "https://me@health.example.org"),
        ("PUBLIC_ORIGIN", "https://health.example.org:port"),
        ("PUBLIC_ORIGIN", "https://[half"),
        ("PUBLIC_ORIGIN", "https://health.example.org:0"),
        ("PUBLIC_ORIGIN", "https://health.example.org:65536"),
        ("PUBLIC_ORIGIN", "https://health.example.org:"),
        ("PUBLIC_ORIGIN", "https://health.example.org#"),
        ("PUBLIC_ORIGIN", "https://@health.example.org"),
        ("PUBLIC_ORIGIN", "https://:443"),
        ("PUBLIC_ORIGIN", "https://health example.org"),
        ("PUBLIC_ORIGIN", "https://health..example.org"),
        ("PUBLIC_ORIGIN", "https://health_library.example.org"),
        ("PUBLIC_ORIGIN", "https://ge\u00f6rgia.example.org"),
        ("ALLOWED_HOSTS", "health.example.org,health.example.org:8000"),
        ("ALLOWED_HOSTS", "health.example.org,-"),
        ("DATABASE_URL", "library"),
        ("DATABASE_URL", "mysql://me@127.0.0.1/library"),
        ("DATABASE_URL", "postgres://127.0.0.1/"),
        ("DATABASE_URL", "postgres://127.0.0.1:port/library"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgres:library"),
        ("DATABASE_URL", "postgres://127.0.0.1:0/library"),
        ("DATABASE_URL", "postgres://127.0.0.1:65536/library"),
        ("DATABASE_URL", "postgres://data base/library"),
        ("DATABASE_URL", "postgres://127.0.0.1/library/other"),
        ("DATABASE_URL", "postgres://127.0.0.1/library?pool=perhaps"),
        ("DEMO", "perhaps"),
        ("DEBUG", "perhaps"),
        ("DEBUG", "1"),
        ("CACHE_URL", "memcached://127.0.0.1"),
        ("CACHE_URL", "redis://"),
        ("CACHE_URL", "redis://127.0.0.1:port"),
        ("EMAIL_URL", "mail.example.org"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example.org:port"),
        ("EMAIL_URL", "smtp://mail.example.org?to=me"),
        ("EMAIL_URL", "smtp://mail.example.org:0"),
        ("EMAIL_URL", "smtp://mail.example.org:65536"),
        ("EMAIL_URL", "smtp://mail example.org"),
        ("EMAIL_URL", "smtp://mail.example.org?from=nobody"),
        ("EMAIL_URL", "smtp://mail.example.org?from=a@example.org%0ABcc:b@example.org"),
        ("CACHE_URL", "redis://127.0.0.1:0"),
        ("TRUSTED_PROXIES", "10.0.0.1/24"),
        ("TRUSTED_PROXIES", "10.0.0.1/33"),
        ("TRUSTED_PROXIES", ","),
        ("TRUSTED_PROXIES", "proxy"),
        ("MEDIA_ROOT", "manage.py"),
        ("RECORD_KEY_FILE", "manage.py"),
        ("RECORD_KEY_FILE", "absent.pem"),
        ("RECORD_KEY_FILE", "tests"),
        ("HEAD_RECIPIENTS", "keeper"),
        ("HEAD_RECIPIENTS", "keeper@example.org; other@example.org"),
        ("HEAD_RECIPIENTS", "Keeper <keeper@example.org>"),
    ],
)
def test_a_malformed_one_is_named_and_its_value_is_not(production: pytest.MonkeyPatch, name: str, value: str) -> None:
    production.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_all()
    said = str(refusal.value)
    assert said.startswith(f"{name} can't be used: ")
    assert said.endswith(".")
    assert "\n" not in said


@given(
    name=st.sampled_from(
        [*PRODUCTION, "DEMO", "DEBUG", "CACHE_URL", "TRUSTED_PROXIES", "RECORD_KEY_FILE", "HEAD_RECIPIENTS"]
    ),
    value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
    | st.from_regex(r"[a-z+]{0,8}://\S*"),
)
def test_no_text_breaks_the_reading(name: str, value: str) -> None:
    """Whatever stands in a variable, it is taken or refused in a sentence that names it (or the one it contradicts)."""
    with pytest.MonkeyPatch.context() as patch:
        for known, good in {**PRODUCTION, name: value}.items():
            patch.setenv(known, good.encode("utf-8", "ignore").decode("utf-8", "ignore").replace("\0", ""))
        try:
            read_all()
        except ImproperlyConfigured as refusal:
            assert str(refusal).startswith((name, "ALLOWED_HOSTS", "DEBUG"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("https://health.example.org/", "https://health.example.org"),
        ("https://health.example.org:8443", "https://health.example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://127.0.0.2", "http://127.0.0.2"),
        ("https://Health.example.org:443", "https://health.example.org"),
    ],
)
def test_origins_that_are_taken(production: pytest.MonkeyPatch, value: str, text: str) -> None:
    production.setenv("PUBLIC_ORIGIN", value)
    assert environment.public_origin().text == text


def test_hosts_may_be_a_whole_domain(production: pytest.MonkeyPatch) -> None:
    production.setenv("ALLOWED_HOSTS", "10.0.0.7, .Example.org ")
    assert environment.allowed_hosts(environment.public_origin()) == ["10.0.0.7", ".example.org"]


def test_postgresql_is_told_to_notice_clients_that_died(production: pytest.MonkeyPatch) -> None:
    production.setenv("DATABASE_URL", "postgres://u:p%40@127.0.0.1/library?sslmode=require&pool=true")
    config: dict[str, Any] = environment.database()
    assert config["PASSWORD"] == "p@"
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["pool"]["min_size"] == 1
    assert "client_connection_check_interval" in config["OPTIONS"]["options"]
    assert not config.get("CONN_MAX_AGE")


def test_a_redis_needs_its_package_and_is_refused_without(production: pytest.MonkeyPatch) -> None:
    """No requirements file brings it, as the page for operators says."""
    production.setenv("CACHE_URL", "rediss://user:secret@cache.example.org:6380/0")
    with pytest.raises(ImproperlyConfigured, match=r"^CACHE_URL can't be used: the Python package redis .*\.$"):
        environment.cache()


def test_sqlite_stands_beside_manage_py(production: pytest.MonkeyPatch) -> None:
    production.setenv("DATABASE_URL", "sqlite:///var/library.sqlite3")
    config = environment.database()
    assert config["NAME"] == str(BASE_DIR / "var" / "library.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_mail(production: pytest.MonkeyPatch) -> None:
    origin = environment.public_origin()
    mail = environment.mail(origin, demo=False)
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.example.org", 587, "user", "p@ss")
    assert (mail.starttls, mail.tls, mail.sender) == (True, False, "library@example.org")
    production.delenv("EMAIL_URL")
    assert environment.mail(origin, demo=True).backend.endswith("console.EmailBackend")
    assert environment.mail(origin, demo=False).backend.endswith("dummy.EmailBackend")


def test_a_demo_file_is_read_only_where_nothing_else_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "BASE_DIR", tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "demo.env").write_text("SECRET_KEY=from-the-demo\nDEMO=1\n")
    monkeypatch.setenv("SECRET_KEY", "own")
    monkeypatch.setenv("DEMO", "0")
    environment.read_demo_file()
    assert environment.required("SECRET_KEY") == "own"
    monkeypatch.delenv("SECRET_KEY")
    environment.read_demo_file()
    assert environment.required("SECRET_KEY") == "from-the-demo"
