"""LangChain's own callbacks see what the model is asked, within the chain, however that is run."""

import asyncio
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from tests.assistant.writer.conftest import Open

QUESTION = "How many countries belong to ALBA?"


class Seen(BaseCallbackHandler):
    """What LangChain tells a tracer."""

    def __init__(self) -> None:
        self.roots: list[Any] = []
        self.parents: list[Any] = []
        self.ended = 0

    def on_chain_start(self, *_: Any, run_id: Any, parent_run_id: Any = None, **__: Any) -> None:
        if parent_run_id is None:
            self.roots.append(run_id)

    def on_chat_model_start(self, *_: Any, parent_run_id: Any = None, **__: Any) -> None:
        self.parents.append(parent_run_id)

    def on_llm_end(self, *_: Any, **__: Any) -> None:
        self.ended += 1


def run(chain: Any, way: str, config: Any) -> Any:
    async def awaited() -> Any:
        if way == "ainvoke":
            return await chain.ainvoke(QUESTION, config)
        return [chunk async for chunk in chain.astream(QUESTION, config)][-1]

    if way.startswith("a"):
        return asyncio.run(awaited())
    if way == "invoke":
        return chain.invoke(QUESTION, config)
    return list(chain.stream(QUESTION, config))[-1]


@pytest.mark.parametrize("way", ["invoke", "stream", "ainvoke", "astream"])
def test_callbacks_of_a_run_see_its_calls_of_the_model(way: str, written: Open) -> None:
    seen = Seen()
    assert run(written().chain, way, {"callbacks": [seen]})["answer"].mode == "written"
    assert len(seen.parents) >= 1
    assert None not in seen.parents
    assert (len(seen.roots), seen.ended) == (1, len(seen.parents))
