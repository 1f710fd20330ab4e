"""The router of all that lies under /api/v1."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.routing import Match

from assistant.web.api.asking import add_asking
from assistant.web.api.citations import add_citations
from assistant.web.api.documents import add_documents
from assistant.web.api.exporting import add_exporting
from assistant.web.api.feedback import add_feedback
from assistant.web.api.originals import add_originals
from assistant.web.api.status import add_status
from assistant.web.api.suggestions import add_suggestions
from assistant.web.api.uploads import add_uploads

if TYPE_CHECKING:
    from assistant.assistant import Assistant

ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build_api(assistant: "Assistant") -> APIRouter:
    """The routes under /api/v1. Plain functions among them run beside the event loop."""
    router = APIRouter(prefix="/api/v1")
    add_asking(router, assistant)
    add_documents(router, assistant)
    add_citations(router, assistant)
    add_exporting(router)
    add_suggestions(router, assistant)
    add_feedback(router, assistant)
    add_originals(router, assistant)
    add_status(router, assistant)
    add_uploads(router, assistant)
    _add_nothing_here(router)
    return router


def _add_nothing_here(router: APIRouter) -> None:
    """Adds the last route: without it, other paths would fall through to Gradio's page."""

    @router.api_route("/{rest:path}", methods=ALL_METHODS, include_in_schema=False)
    def nothing_here(request: Request, rest: str) -> Response:
        """Answers 405 where another method is served at this path, else 404."""
        methods: set[str] = set()
        for route in router.routes:
            if route.matches(request.scope)[0] is Match.PARTIAL:
                methods |= getattr(route, "methods", None) or set()
        if methods:
            allowed = ", ".join(sorted(methods))
            raise HTTPException(405, "This path does not take that method.", {"Allow": allowed})
        raise HTTPException(404, "There is nothing at this path.")
