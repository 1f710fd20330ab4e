"""The widget's one file, for pages of every origin: it holds no secret and asks only once told."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import FastAPI, Request, Response

from assistant.web.widget.html import READ

A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class Script:
    """The file's bytes, the same compressed, and the version that changes with them."""

    content: bytes
    compressed: bytes
    version: str


@cache
def script() -> Script:
    """The widget as it is shipped."""
    content = (files("assistant.web.widget") / "widget.js").read_bytes()
    version = hashlib.sha256(content).hexdigest()[:16]
    return Script(content, gzip.compress(content, mtime=0), version)


def add_script(app: FastAPI) -> None:
    """Adds `/widget.js`; `?v=` with its version may be kept for good, and be checked by hash."""

    @app.api_route("/widget.js", methods=READ, include_in_schema=False)
    def widget(request: Request, v: str = "") -> Response:
        """The script, to be put into any page."""
        found = script()
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": A_YEAR if v == found.version else AN_HOUR,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "ETag": f'"{found.version}"',
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        content = found.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content = found.compressed
            headers["Content-Encoding"] = "gzip"
        return Response(content, media_type="text/javascript", headers=headers)
