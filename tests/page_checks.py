"""Holding a page to what checkers know: axe in the browser, the Nu HTML Checker on its source."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from tests import tools


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, each with the place; works under the strict CSP."""
    script = tools.axe()
    if script is None:
        raise RuntimeError("axe-core is not installed.")
    page.evaluate(script.read_text())
    # Sheets that are imported it would copy into the page, which the CSP refuses. One rule alone, on turned screens,
    # asks for them.
    found = page.evaluate("axe.run({preload: false})")
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def html_complaints(pages: Mapping[str, str]) -> list[str]:
    """Errors and warnings in these pages, given by name; all in one run, since the checker takes long to start."""
    java, jar = tools.java(), tools.vnu()
    if java is None or jar is None:
        raise RuntimeError("The HTML checker is not installed.")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in pages.items():
            (Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
        command = [str(java), "-Xss1m", "-jar", str(jar), "--format", "json", "--Werror", "--skip-non-html", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{Path(message.get('url', '')).stem}, line {message.get('lastLine', '?')}: {message['message']}"
        for message in messages
    ]
