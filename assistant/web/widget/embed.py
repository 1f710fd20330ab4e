"""The page that a frame shows: the widget on our own origin, which the page around cannot read."""

import json
from html import escape

from fastapi import FastAPI, Request, Response
from starlette.responses import HTMLResponse

from assistant.web.access.sites import OWN, Site, Sites
from assistant.web.widget.html import PLACE, READ, head, nothing_here, root_of
from assistant.web.widget.script import script

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'; frame-ancestors {ancestors}"
)


def add_embed(app: FastAPI, sites: Sites) -> None:
    """Adds `/embed`: only pages of the site's origins, and our own, may show it in a frame."""

    @app.api_route("/embed", methods=READ, include_in_schema=False)
    def embed(request: Request, site: str = OWN) -> Response:
        """The widget of a site alone on a page."""
        found = sites.find(site)
        if found is None:
            return nothing_here(request, POLICY.format(ancestors="'none'"))
        ancestors = " ".join(("'self'", *found.origins))
        return HTMLResponse(
            _page(request, found),
            headers={
                "Content-Security-Policy": POLICY.format(ancestors=ancestors),
                "Cache-Control": "no-cache",
                "Vary": "Accept-Language",
            },
        )


def _page(request: Request, site: Site) -> str:
    root = root_of(request)
    parents = escape(json.dumps(site.origins))
    return (
        f"{head(request, site.title or 'Footnote', 'embed')}"
        f'<script defer src="{root}/{PLACE}/embed.js" data-parents="{parents}"></script>\n'
        f'<script defer id="widget" src="{root}/widget.js?v={script().version}" '
        f'data-site="{site.id}" data-mount="main" data-highlight="off"></script>\n'
        "</head>\n<body>\n<main></main>\n</body>\n</html>\n"
    )
