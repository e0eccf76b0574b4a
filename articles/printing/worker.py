"""The program that makes one PDF: a page and its files come in as JSON, the bytes of the PDF go out.

Run as a process of its own by `articles.printing.printer`, which ends it when it takes too long. It knows neither
Django nor the database.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

MEMORY: Final = 1536 * 1024 * 1024
SECONDS: Final = 30


class Named(URLFetcher):  # type: ignore[misc]
    """Gives the files that were named beforehand, and nothing else: no network, no other file."""

    def __init__(self, base: str, files: dict[str, str], texts: dict[str, str]) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False)
        self.base, self.files, self.texts = base, files, texts

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file at an address of the page. Raises `ValueError` for any other."""
        path = url.removeprefix(self.base)
        if path in self.texts:
            kind = {"svg": "image/svg+xml", "css": "text/css"}[path.rpartition(".")[2]]
            return URLFetcherResponse(url, self.texts[path].encode(), {"Content-Type": kind})
        if path in self.files:
            return URLFetcherResponse(url, Path(self.files[path]).read_bytes())
        raise ValueError(url)


def made(asked: dict[str, Any]) -> bytes:
    """The PDF: tagged, as PDF/UA-1 wants it."""
    named = Named(asked["base"], asked["files"], asked["texts"])
    page = HTML(string=asked["html"], base_url=f"{asked['base']}/", url_fetcher=named)
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, optimize_images=True, dpi=200, jpeg_quality=80)
    return pdf


if __name__ == "__main__":
    # Beside the time on the wall, which a busy machine may need: what a text could make it take.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(made(json.load(sys.stdin)))
