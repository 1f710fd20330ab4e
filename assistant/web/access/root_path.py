"""Where the application lies: below the path under which a proxy serves it."""

from starlette.types import ASGIApp, Receive, Scope, Send


def path_of(scope: Scope) -> str:
    """The path of a request as the routes spell it, without the root path before it."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    below = path.removeprefix(root)
    return below if path.startswith(root) and below[:1] in ("", "/") else path


class RootPath:
    """Puts the root path back before the path of each request, as the proxy has taken it off.

    So addresses that are made for the page and for OpenAPI begin with it.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app, self.root_path = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request below the root path."""
        if self.root_path and scope["type"] != "lifespan":
            raw = scope.get("raw_path")
            scope = {
                **scope,
                "root_path": self.root_path,
                "path": self.root_path + scope["path"],
                "raw_path": raw if raw is None else self.root_path.encode() + raw,
            }
        await self.app(scope, receive, send)
