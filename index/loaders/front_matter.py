"""Front matter: the lines between `---` at the head of a text that say what the text is."""

import re

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def front_end(text: str) -> int:
    """Where the body of a text begins: 0 without front matter."""
    front = FRONT_MATTER.match(text)
    return front.end() if front else 0


def stated(text: str, key: str) -> str | None:
    """What a text's front matter states under a key, None where it does not."""
    front = FRONT_MATTER.match(text)
    for line in (front.group(1) or "").split("\n") if front else ():
        if line.startswith(f"{key}:") and (said := line.removeprefix(f"{key}:").strip(" \t")):
            return said.strip("\"'")
    return None
