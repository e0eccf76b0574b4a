"""Probes come by the machine's own address; everybody else has to name this library's host."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_needs_no_host_of_ours(client: Client, path: str) -> None:
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_a_foreign_host_is_refused_with_the_same_headers_as_any_page(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/health/live", f"/media/{'a' * 64}.png"])
def test_a_broken_cookie_changes_no_public_answer(client: Client, path: str) -> None:
    client.cookies["session"] = "garbage"
    answer = client.get(path)

    assert not answer.cookies
