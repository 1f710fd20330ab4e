"""How much of a conversation a language model is told."""

from collections.abc import Sequence

from assistant.answer import Turn
from assistant.writer.material import tokens

MOST_TURNS = 6
SHARE = 4
"""The conversation takes at most this part of the room."""


def recent(history: Sequence[Turn], context: int) -> tuple[Turn, ...]:
    """The last turns of a conversation that have room, oldest first, for a model that reads so many
    tokens at once."""
    room = context // SHARE
    taken: list[Turn] = []
    for turn in reversed(history[-MOST_TURNS:]):
        room -= tokens(turn.question) + tokens(turn.answer)
        if room < 0:
            break
        taken.insert(0, turn)
    return tuple(taken)
