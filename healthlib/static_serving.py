"""Static files as they are sent, past all that speaks of pages: its headers would cost a reader a kilobyte."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

_NO_PAGES: Final = ("text/css", "text/javascript", "font/", "image/png")


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, with the few headers that a file needs."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """No file is anything but what it says; one that a browser could open as a page may do nothing there.

        What has its digest in its name never changes, so nobody need ask whether it did.
        """
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        if not response.headers.get("Content-Type", "").startswith(_NO_PAGES):
            response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if "immutable" in response.headers.get("Cache-Control", ""):
            for name in ("ETag", "Last-Modified"):
                response.headers.pop(name, None)
        return response
