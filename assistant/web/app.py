"""One web application: the API, our own files, and the chat page mounted at the root."""

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from assistant.web.api.router import build_api
from assistant.web.chat import build_chat
from assistant.web.head import STATIC, OwnHead, own_files
from assistant.web.problem import answer_errors_as_problems
from assistant.web.security import guards
from assistant.web.theme import build_theme

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class OwnFiles(StaticFiles):
    """Our style sheets and scripts, under an address that changes with them: kept for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, which the browser needs not ask for again."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def build_app(assistant: "Assistant") -> FastAPI:
    """The application for an assistant: every route, with the guards before it."""
    import gradio as gr

    app = FastAPI(
        title="Footnote",
        middleware=[
            *guards(assistant.settings.host, uploads=assistant.settings.allow_upload),
            Middleware(OwnHead),
        ],
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # both pages load their scripts from other hosts
        redoc_url=None,
    )
    answer_errors_as_problems(app)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """Says that the server is alive."""
        return {"status": "ok"}

    app.include_router(build_api(assistant))
    app.mount(f"/{own_files()}", OwnFiles(directory=STATIC))
    gr.mount_gradio_app(
        app,
        build_chat(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=build_theme(),
    )
    return app
