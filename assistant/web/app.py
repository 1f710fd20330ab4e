"""One web application: the API, our own files, and the chat page mounted at the root."""

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount

from assistant.web.access.access import guards, read_access
from assistant.web.access.gradio_routes import OnlyThePage
from assistant.web.access.joins import Joins
from assistant.web.answering import Answering
from assistant.web.api.router import build_api
from assistant.web.chat import build_chat
from assistant.web.description import describe, summarised
from assistant.web.head import STATIC, OwnFiles, OwnHead, own_files
from assistant.web.health import build_health
from assistant.web.mcp import PATH as MCP_PATH
from assistant.web.mcp import McpOverHttp
from assistant.web.metrics import Metrics
from assistant.web.openai.errors import OpenAIErrors
from assistant.web.openai.routes import build_openai
from assistant.web.problem import answer_errors_as_problems
from assistant.web.readiness import Readiness
from assistant.web.running import running
from assistant.web.theme import build_theme
from assistant.web.widget.routes import add_widget

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def build_app(assistant: "Assistant") -> FastAPI:
    """The application for an assistant: every route, with the guards before it.

    Raises InvalidInput where the settings say who may use it in a way that cannot be used.
    """
    import gradio as gr
    from gradio.routes import App

    access = read_access(assistant.settings)
    metrics = Metrics(assistant)
    answering = Answering(assistant, metrics=metrics)
    metrics.watch(lambda: answering.queue)
    readiness = Readiness(assistant)
    mcp = McpOverHttp(assistant, answering)
    app = FastAPI(
        title="Footnote",
        lifespan=running(readiness, mcp),
        middleware=[Middleware(OpenAIErrors), *guards(access), Middleware(OwnHead)],
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # both pages load their scripts from other hosts
        redoc_url=None,
    )
    answer_errors_as_problems(app)
    app.include_router(build_health(readiness, metrics))
    app.include_router(summarised(build_api(assistant, answering, access.sites)))
    app.include_router(build_openai(assistant, answering))
    app.add_route(MCP_PATH, mcp)  # type: ignore[arg-type]  # any ASGI application will do
    add_widget(app, assistant, access.sites)
    describe(app)
    app.mount(f"/{own_files()}", OwnFiles(directory=STATIC))
    gr.mount_gradio_app(
        app,
        build_chat(assistant, answering),
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
    page = app.routes[-1]
    assert isinstance(page, Mount)
    assert isinstance(page.app, App)
    answer_errors_as_problems(page.app)  # its own way fails on what it cannot repeat
    page.app = OnlyThePage(Joins(page.app, page.app.get_blocks()._queue))
    return app
