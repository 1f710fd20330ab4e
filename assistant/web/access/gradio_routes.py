"""Of Gradio's many routes, those that our page asks for; none that uploads, reads or fetches."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.access.root_path import path_of
from assistant.web.problem import problem

READ = frozenset({"/", "/theme.css", "/favicon.ico", "/gradio_api/queue/data"})
READ_BELOW = ("/assets/", "/static/js/")
POSTED = frozenset(f"/gradio_api/{name}" for name in ("queue/join", "cancel", "reset"))


class OnlyThePage:
    """Stands before Gradio, and answers 404 for whatever the page has no use for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or answers 404."""
        if scope["type"] == "http" and not is_needed(scope["method"], path_of(scope)):
            await problem(404, "There is nothing at this path.")(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except RuntimeError as error:
            # Of a session that it has forgotten, Gradio says so in the stream, and fails then.
            if not isinstance(error.__cause__, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b""})


def is_needed(method: str, path: str) -> bool:
    """Whether the page asks for a path of Gradio's in this way."""
    if method == "POST":
        return path in POSTED
    return method in ("GET", "HEAD") and (path in READ or path.startswith(READ_BELOW))
