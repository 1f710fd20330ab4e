"""The ways in which a scripted model fails."""

from collections.abc import Iterator
from itertools import repeat

from evals.scripted.server import Drop, End, Messages, Pause, Raw, Script, Status, Step

START = "The documents say that "
"""What a failing model may have said by then."""
REST = 1
"""Seconds that a server that is asked too much wants to be left alone."""
LONG = 600.0


def _plays(*steps: Step) -> Script:
    return lambda messages: steps


def _repeats_the_prompt(messages: Messages) -> Iterator[Step]:
    yield "\n".join(str(message["content"]) for message in messages)


FAILURES: dict[str, Script] = {
    "cut": _plays(START, Drop()),
    "ends without an end": _plays(START, End(None)),
    "silent": _plays(Pause(LONG)),
    "silent after a few words": _plays(START, Pause(LONG)),
    "endless": lambda messages: repeat(f"{START}it goes on and on "),
    "one sentence without end": lambda messages: repeat(f"{START}it rains [1]. "),
    "stops at its limit": _plays(START, End("length")),
    "empty": _plays(),
    "blank": _plays("\n", " \n"),
    "bytes that are no text": _plays(START, Raw(b'data: {"choices": [{"delta": \xff\xfe\n\n')),
    "an event that is no JSON": _plays(START, Raw(b"data: <html>502</html>\n\n")),
    "400": _plays(Status(400)),
    "401": _plays(Status(401)),
    "404": _plays(Status(404)),
    "429": _plays(Status(429)),
    "429 with Retry-After": _plays(Status(429, {"Retry-After": str(REST)})),
    "500": _plays(Status(500)),
    "503": _plays(Status(503)),
    "repeats the prompt": _repeats_the_prompt,
    "ignores the format": _plays(
        "# Answer\n\n* As an assistant I think it is ", "[42](http://x).\n"
    ),
}
"""By what happens; after each the documents' own words are to be given."""
