"""The index as a LangChain retriever, for use in anybody's LangChain program."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.retrieval import Index


class PassageRetriever(BaseRetriever):
    """Gives the passages for a query in rank order, without overlap.

    The metadata of each say where it stands: `document`, `start`, `end` (code points of the
    canonical text), `title`, `heading`, `digest`, `score`, and `id`, the passage's own.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 5
    documents: tuple[str, ...] = ()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **_: Any
    ) -> list[LangChainDocument]:
        found = self.index.search(query, self.k, self.documents)
        return [
            LangChainDocument(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "document": hit.passage.span.document,
                    "start": hit.passage.span.start,
                    "end": hit.passage.span.end,
                    "title": hit.title,
                    "heading": hit.passage.heading,
                    "digest": hit.digest,
                    "score": hit.passage.score,
                },
            )
            for hit in found.hits
        ]
