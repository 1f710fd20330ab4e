"""What a reasoning model thinks before it speaks, taken out of what it says."""

TAGS = {"<think>": "</think>", "<thinking>": "</thinking>"}


def after_thoughts(said: str) -> str | None:
    """What follows thoughts that only end, as where the prompt that a server makes begins them;
    None where there are none."""
    for begin, end in TAGS.items():
        before, found, rest = said.partition(end)
        if found and begin not in before:
            return rest.lstrip()
    return None


class Thoughts:
    """Text in pieces, without the thoughts and the blank space that it begins with."""

    def __init__(self) -> None:
        self._held = ""
        self._end: str | None = None
        """The tag that ends the thoughts, while they last."""
        self._spoken = False

    def feed(self, piece: str) -> str:
        """What is said in this piece; what may be part of a tag is held back."""
        if self._spoken:
            return piece
        self._held += piece
        if self._end is None:
            start = self._held.lstrip()
            tag = next((tag for tag in TAGS if start.startswith(tag)), None)
            if tag is None:
                if any(tag.startswith(start) for tag in TAGS):
                    return ""
                return self._speak(self._held)
            self._end, self._held = TAGS[tag], start[len(tag) :]
        before, found, after = self._held.partition(self._end)
        if found:
            self._end, self._held = None, after.lstrip()
            return self.feed("")  # there may be more of them
        self._held = before[-len(self._end) :]
        return ""

    def rest(self) -> str:
        """What was held back and turned out to be no tag."""
        return "" if self._spoken or self._end else self._speak(self._held)

    def _speak(self, text: str) -> str:
        text = text.lstrip()
        self._spoken, self._held = bool(text), ""
        return text
