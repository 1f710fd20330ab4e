"""Questions about everyday things, for folders that are about something else."""

from collections.abc import Iterator

from evals.making.survey import Survey
from index.words import STOP_WORDS, content_stems, stem, words

QUESTIONS = (
    "How long should I boil an egg to keep the yolk runny?",
    "Which vitamins are in a carrot?",
    "How do I get candle wax out of a tablecloth?",
    "What is the best way to sharpen a kitchen knife?",
    "How many strings does a ukulele have?",
    "When should tomato seedlings be moved outdoors?",
    "How often should a kitten be fed?",
    "What is the offside rule in football?",
    "How do I descale an espresso machine?",
    "Which moons orbit the planet Jupiter?",
    "How is sourdough starter kept alive?",
    "What does a catalytic converter do in a car?",
    "How many players are on a volleyball court?",
    "How do I tie a bow tie?",
    "What is the boiling point of mercury in kelvin?",
    "Why do cats purr?",
    "How do I patch a flat bicycle tyre?",
    "Which chess piece can jump over others?",
    "How long does a marathon runner need to train?",
    "What is the plot of Romeo and Juliet?",
    "How are soap bubbles made to last longer?",
    "Which spices go into garam masala?",
    "How do I remove moss from a lawn?",
    "What is the difference between a violin and a viola?",
    "How do honeybees find their way back to the hive?",
    "What should I pack for a ski holiday?",
    "How do I fold a paper crane?",
    "Which cheese melts best on pizza?",
    "How do I reset a forgotten phone passcode?",
    "Why is the sky blue at noon and red at sunset?",
    "How many keys does a grand piano have?",
    "What is the recipe for pancake batter?",
    "How do I train a puppy to sit?",
    "Which knot is used to moor a sailing boat?",
    "How do contact lenses correct astigmatism?",
    "What makes popcorn pop?",
    "How do I water an orchid?",
    "Which gear should a cyclist use uphill?",
    "How many calories does an avocado have?",
    "What is the rhyme scheme of a sonnet?",
    "How do I hang wallpaper around a corner?",
    "Why do bats hang upside down?",
    "How do I iron a linen shirt?",
    "What is a good score in ten-pin bowling?",
    "How do I make a snowman stand longer?",
    "Which dinosaur had three horns?",
    "How do I clean suede shoes?",
    "What do hedgehogs eat in winter?",
    "How do I tune a guitar by ear?",
    "Which yarn is best for knitting socks?",
)
ABSENT = 2
"""Content words of a question, at least, that the folder does not hold at all."""
COMMON = 0.01
"""A word that this share of the sentences hold is rare no longer."""


def stems_watched() -> frozenset[str]:
    """What a survey must count for `off_topic` to tell."""
    return frozenset(one for question in QUESTIONS for one in content_stems(question))


def off_topic(survey: Survey, order: Iterator[int]) -> Iterator[str]:
    """The questions that share no rare word with the folder; `order` gives where to begin."""
    start = next(order)
    for at in range(len(QUESTIONS)):
        question = QUESTIONS[(start + 7 * at) % len(QUESTIONS)]
        told = {word for word in words(question) if word not in STOP_WORDS}
        absent = [word for word in told if not survey.holding(stem(word))]
        common = max(3, COMMON * survey.sentences)
        rare = [word for word in told if 0 < survey.holding(stem(word)) <= common]
        if len(absent) >= ABSENT and not rare:
            yield question
