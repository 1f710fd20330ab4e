"""A small document set whose answers can be worked out by hand, for the tests of the page."""

from tests.web.fake_assistant import Cited, FakeAssistant

PLAIN = "The bridge opened in 1932.\n\nIt was painted green. It is 1,149 metres long.\n"
FILLER = "Nothing happens in this line, which is here to make the page long.\n" * 60
EMOJI = (
    "👩‍👩‍👧‍👦 e\u0301e\u0301 𝔘nicode 🏳️‍🌈 comes first.\n"
    + FILLER
    + "नमस्ते 🎉 said the 🐈 to the mouse. The end 🏁.\n"
)
REPEATED = "The tide came in. We waited.\n" + FILLER + "The tide came in. We left.\n" + FILLER
HEBREW = "הגשר נפתח בשנת 1932. הוא ירוק.\n"
HOSTILE = (
    "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<a href='javascript:document.title=1'>x</a> [link](https://leak.test/a) "
    "![image](https://leak.test/b) $e^{x}$ $$y$$ `code` **bold** ${document.title='owned'} "
    "{{7*7}} &lt;b&gt; <style>*{display:none}</style>"
)
LONG = "".join(
    f"Paragraph {n} of a long book tells of the sea, of ships and of the weather at noon.\n\n"
    for n in range(1, 3001)
)
OPENED = "When did it open?"
NOBODY = "Who is Bob?"
GREEN = "Is it green?"  # answered with a lead, and without being sure


def small_assistant() -> FakeAssistant:
    """The assistant over this set."""
    return FakeAssistant(
        texts={
            "plain.txt": PLAIN,
            "deep/emoji #1 50%.txt": EMOJI,
            "repeated.txt": REPEATED,
            "hostile.txt": f"Start. {HOSTILE} End.",
            "hebrew.txt": HEBREW,
            "long.txt": LONG,
        },
        answers={
            OPENED: [
                Cited("plain.txt", "It was painted green.", role="context"),
                Cited("plain.txt", "The bridge opened in 1932.", short="1932"),
                Cited("plain.txt", "It is 1,149 metres long."),
            ],
            GREEN: [
                Cited("plain.txt", "It was painted green."),
                Cited("plain.txt", "It is 1,149 metres long."),
            ],
            "emoji": [
                Cited("deep/emoji #1 50%.txt", "नमस्ते 🎉 said the 🐈 to the mouse.", short="🐈")
            ],
            "second tide": [Cited("repeated.txt", "The tide came in.", occurrence=1)],
            "first tide": [Cited("repeated.txt", "The tide came in.")],
            "both tides": [
                Cited("repeated.txt", "The tide came in."),
                Cited("repeated.txt", "The tide came in. We left."),
                Cited("repeated.txt", "We left."),
            ],
            "two documents": [
                Cited("plain.txt", "It was painted green."),
                Cited("repeated.txt", "We waited."),
            ],
            "hostile": [Cited("hostile.txt", HOSTILE)],
            "hebrew": [Cited("hebrew.txt", "הגשר נפתח בשנת 1932.", short="1932")],
            "noon": [Cited("long.txt", "Paragraph 2990 of a long book")],
            HOSTILE: [Cited("plain.txt", "The bridge opened in 1932.")],
        },
        starting=(OPENED, NOBODY),
        pause=0.1,
    )
