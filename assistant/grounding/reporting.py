"""The words with which English says who says something."""

REPORTING = frozenset(
    "say note state claim argue believe think warn announce report suggest insist explain add tell "
    "admit declare predict estimate acknowledge stress emphasize emphasise contend maintain assert "
    "allege conclude observe remark comment reveal confirm find show demonstrate indicate propose "
    "write complain testify recall hold deny fear hope doubt expect caution assure agree concede "
    "point posit speculate assume reckon judge view see consider describe realize realise "
    "recognize recognise know learn feel".split()
)
LOOSE = frozenset(
    "hold point view see consider describe show add tell recall find expect agree".split()
)
"""Verbs that report only before "that" or in quotation marks."""
JUDGING = frozenset(
    "consider regard deem call describe label term dub brand characterize characterise "
    "attribute credit trace".split()
)
"""Verbs that give somebody's view of a thing without "that"."""
THOUGHTS = frozenset(
    "realization realisation belief claim view conviction concern fear hope suspicion conclusion "
    "assertion allegation warning opinion prediction statement announcement".split()
)
NAMING = frozenset("call label term dub brand title name".split())
INVERTED = frozenset("say add write explain argue warn insist claim note".split())
"""Verbs that may stand between what is said and who says it."""
NOUNS = frozenset(
    "opinion view words claim belief statement warning report estimate assessment account argument "
    "judgment judgement analysis conclusion".split()
)
AUTHOR = frozenset("author writer article text document passage piece essay".split())
SELF = frozenset("we our i us my".split())
UNNAMED = frozenset(
    "he she they it who which that some many one others everyone people member group".split()
)
JOINING = frozenset("and or but then".split())
SPOKEN = frozenset("claim argue say insist warn allege believe think state".split())
SUBJECTS = frozenset("he she it they we there i you".split())
OPENERS = frozenset(
    "the a an this these those his her its their all most many no some both each every".split()
)
EVIDENT = frozenset("show demonstrate indicate reveal suggest confirm prove mean find".split())
"""What these verbs have for a subject is more often a sign than a speaker."""
GENERIC = frozenset("some many one others everyone people member members group".split())
WORKS = frozenset(
    "study paper report research researcher investigator scientist author review".split()
)
