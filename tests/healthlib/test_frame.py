"""What holds on every page: headers, probes, proxies, plain errors, and a database set up as it must be."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from healthlib import health
from healthlib.proxies import believe_trusted_proxies
from tests import factories
from tests.people.crowd import administrator

ADDRESSES = ["/health/live", "/accounts/login/", "/accounts/password/reset/", "/nothing-here/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_the_same_strict_policy(client: Client, address: str) -> None:
    assert strict(client.get(address)["Content-Security-Policy"])


@pytest.mark.django_db
def test_the_admin_has_it_too_and_no_inline_script_or_style(client: Client) -> None:
    client.force_login(administrator())
    for address in ("/admin/", "/admin/people/user/", "/admin/people/invitation/add/"):
        page = client.get(address)
        assert page.status_code == 200
        assert strict(page["Content-Security-Policy"])
        assert " style=" not in page.text
        assert "<style" not in page.text
        assert "onclick=" not in page.text


def strict(policy: str) -> bool:
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "*" not in policy
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    return directives["default-src"] == "'none'" and directives["script-src"] == directives["style-src"] == "'self'"


@pytest.mark.django_db
def test_other_headers(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert client.cookies["csrf"]["httponly"]


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    # Without the django_db mark any query would fail.
    answer = client.get("/health/live")
    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert "Set-Cookie" not in answer
    assert "Vary" not in answer
    assert client.post("/health/live").status_code == 405


@pytest.mark.django_db
def test_ready_when_all_is_well(client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people' AND name = '0002_roles'")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "migrate" in answer.text


@pytest.mark.django_db
def test_not_ready_without_a_guard(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_guards", lambda: ["record_event"])
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "A guard of the record is missing: record_event.\n")


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError("no route to 10.0.0.1")

    monkeypatch.setattr(health, "what_is_amiss", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "The database does not answer.\n")


@pytest.mark.parametrize(
    ("sender", "forwarded", "believed"),
    [
        ("10.0.0.5", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.5", "evil, 198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.5", "203.0.113.9, 10.0.0.6", "203.0.113.9"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("", "203.0.113.9", ""),
        ("2001:db8::1", "2001:db8:ffff::9", "2001:db8:ffff::9"),
    ],
)
def test_only_trusted_proxies_are_believed(settings: Settings, sender: str, forwarded: str, believed: str) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24"), ip_network("2001:db8::/64")]
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": "https"}
    believe_trusted_proxies(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=sender))
    assert seen[0].META["REMOTE_ADDR"] == believed
    trusted = sender.startswith(("10.", "2001"))
    assert ("HTTP_X_FORWARDED_PROTO" in seen[0].META) is trusted


@pytest.mark.django_db
def test_https_is_enforced_except_for_probes(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 600
    answer = client.get("/accounts/login/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/accounts/login/")
    assert client.get("/health/live").status_code == 200
    assert "max-age=600" in client.get("/accounts/login/", secure=True)["Strict-Transport-Security"]


@pytest.mark.django_db
def test_errors_are_plain_pages(client: Client) -> None:
    missing = client.get("/nothing-here/")
    assert missing.status_code == 404
    assert "<h1>" in missing.text
    client.raise_request_exception = False
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400
    forged = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert forged.status_code == 403
    assert "out of date" in forged.text
    assert "<style" not in forged.text


@pytest.mark.django_db
@pytest.mark.django_db
def test_a_digest_that_readers_never_saw_is_told_as_such(client: Client) -> None:
    """The same of a text that is in review and of one that nobody wrote."""
    waiting = factories.submitted().edition.digest
    pages = [client.get(f"/verify/{digest}/") for digest in (waiting, "0" * 64)]
    assert [page.status_code for page in pages] == [404, 404]
    assert all("No text that readers ever saw here has this digest" in page.text for page in pages)
    assert "No page stands at this address" in client.get("/verify/xyz/").text


def test_our_own_fault_is_told_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(health, "what_is_amiss", broken)
    client.raise_request_exception = False
    answer = client.get("/health/ready")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.django_db
@pytest.mark.sqlite
def test_sqlite_is_set_up_to_keep_what_it_acknowledged() -> None:
    with connection.cursor() as cursor:
        read = {}
        for pragma in ("journal_mode", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            read[pragma] = cursor.fetchone()[0]
    assert read == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30000}


@pytest.mark.django_db
@pytest.mark.postgresql
def test_postgresql_notices_clients_that_died() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW client_connection_check_interval")
        assert cursor.fetchone()[0] == "2s"


@pytest.mark.django_db
def test_the_shared_cache_has_its_table(settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "library_cache"}
    }
    cache = caches["default"]
    assert isinstance(cache, DatabaseCache)
    assert cache.add("attempt", 1)
    assert not cache.add("attempt", 2)
    assert cache.incr("attempt") == 2
