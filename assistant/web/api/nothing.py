"""The last route of a router: says what is not served below its prefix."""

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.routing import Match

ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def add_nothing_here(router: APIRouter) -> None:
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
