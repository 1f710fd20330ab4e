"""Telling a question to the documents from an instruction to leave them or to play a part."""

import re

_BEFORE = r"^\W*(?:please |now |from now on,? )*"
_RULES = r"(?:instructions?|rules|prompts?|guidelines|restrictions|limitations|programming)"
_INSTRUCTIONS = (
    r"(?:system|admin|developer)\s*:(?![^?]*\?)",
    # A part to play, or words to say.
    r"(?:pretend|role-?play|imagine)\b(?: that)? (?:to be|being|you)\b",
    r"(?:act|behave) (?:as|like)\b(?![^?]*\?)",
    r"you are (?:now|no longer)\b",
    r"(?:repeat|say) (?:after me|the following|these words)\b",
    # The documents to be left, or what the assistant itself was told.
    rf"(?:ignore|disregard|override|bypass|forget)\b[^?]*\b{_RULES}\b",
    r"(?:ignore|disregard) (?:the|all|any|these|those|your|every) "
    r"(?:(?:other|given) )?(?:documents?|articles?|texts?|sources?|passages?|evidence)\b",
    r"(?:answer|use|rely on|tell me|reply)\b[^?:]*\byour own (?:knowledge|memory)\b",
    r"(?:reveal|print|show|output|repeat|tell me|give me)\b[^?]*\byour\b"
    rf"[^?]{{0,40}}\b{_RULES}\b",
)
_INSTRUCTION = re.compile(_BEFORE + rf"(?:{'|'.join(_INSTRUCTIONS)})", re.IGNORECASE)


def instructs(text: str) -> bool:
    """True where a text begins by telling the assistant how to be, not what to look for."""
    return bool(_INSTRUCTION.match(text))
