"""What those who run a server ask it: whether it is alive, whether it can answer, and figures."""

from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel

from assistant.web.api.described import problems
from assistant.web.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from assistant.web.metrics import Metrics
    from assistant.web.readiness import Readiness


class Alive(BaseModel):
    """The server is alive."""

    status: Literal["ok"]


class Ready(BaseModel):
    """The server can answer."""

    status: Literal["ready"]


def build_health(readiness: "Readiness", metrics: "Metrics") -> APIRouter:
    """The routes that machines look at."""
    router = APIRouter(tags=["Operation"])

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="Is the server alive?")
    async def healthz() -> Alive:
        """Says that the server is alive, whatever else it is busy with."""
        return Alive(status="ok")

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz", summary="Can it answer?", responses=problems(503))
    def readyz() -> Ready:
        """Says that the index is open and the models are loaded; 503 where they are not."""
        lacks = readiness.lacks()
        if lacks is not None:
            raise HTTPException(503, lacks, {"Retry-After": "5"})
        return Ready(status="ready")

    @router.get(
        "/metrics",
        summary="Figures for Prometheus",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def figures() -> Response:
        """Questions by how they came and ended, seconds by step, queue, size of the index.

        No text of a question and no name of a document is among them.
        """
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router
