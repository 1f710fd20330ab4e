"""The router of all that lies under /api/v1."""

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.web.access.sites import Sites
from assistant.web.answering import Answering
from assistant.web.api.asking import add_asking
from assistant.web.api.chatting import add_chatting
from assistant.web.api.citations import add_citations
from assistant.web.api.documents import add_documents
from assistant.web.api.exporting import add_exporting
from assistant.web.api.feedback import add_feedback
from assistant.web.api.nothing import add_nothing_here
from assistant.web.api.originals import add_originals
from assistant.web.api.pages import add_pages
from assistant.web.api.passages import add_passages
from assistant.web.api.sessions import add_sessions
from assistant.web.api.sources import add_sources
from assistant.web.api.status import add_status
from assistant.web.api.suggestions import add_suggestions
from assistant.web.api.uploads import add_uploads
from assistant.web.visitors import Visitors

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def build_api(assistant: "Assistant", answering: Answering, sites: Sites) -> APIRouter:
    """The routes under /api/v1. Plain functions among them run beside the event loop."""
    router = APIRouter(prefix="/api/v1")
    visitors = Visitors(assistant.settings, sites)
    add_asking(router, answering)
    add_pages(router, assistant)
    add_documents(router, assistant)
    add_citations(router, assistant)
    add_exporting(router)
    add_suggestions(router, assistant)
    add_feedback(router, assistant)
    add_originals(router, assistant)
    add_status(router, assistant)
    add_uploads(router, assistant)
    add_sessions(router, assistant, visitors)
    add_chatting(router, assistant, answering, visitors)
    add_sources(router, assistant, visitors)
    add_passages(router, assistant, answering)
    add_nothing_here(router)
    return router
