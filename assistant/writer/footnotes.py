"""The footnotes of an answer while it is written."""

from dataclasses import dataclass, field, replace

from assistant.answer import Citation
from assistant.grounding.quote import citation_of
from assistant.shape import Role
from assistant.writer.proof import Proof
from index.document import Sentence
from index.retrieval import Hit


@dataclass(slots=True)
class Footnotes:
    """The citations of an answer as it grows: a sentence keeps the number of its first use."""

    _known: dict[tuple[str, int], Citation] = field(default_factory=dict)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them, in order of their numbers."""
        return tuple(self._known.values())

    def of(self, proof: Proof) -> tuple[Citation, ...]:
        """Those of a statement: what it leans on first, then what it cites."""
        row = [self._of(sentence, one.hit, "context") for sentence, one in proof.context]
        row += [self._of(one.sentence, one.hit, "evidence") for one in proof.cites]
        return tuple(sorted({one.marker: one for one in row}.values(), key=lambda c: c.marker))

    def _of(self, sentence: Sentence, hit: Hit, role: Role) -> Citation:
        place = sentence.span.document, sentence.span.start
        known = self._known.get(place)
        if known is None:
            known = citation_of(len(self._known) + 1, role, sentence, hit)
        elif role == "evidence":
            known = replace(known, role=role)
        self._known[place] = known
        return known
