"""What tells that words name a person or an organisation, and such names of our own."""

GIVEN_NAMES = frozenset(
    """
    Aaron Abraham Ada Adam Adrian Ahmed Alan Albert Alexander Alexandra Alfred Ali Alice Amanda Amy
    Andrea Andrew Angela Ann Anna Anne Anthony Antonio Arnold Arthur Barbara Barack Ben Benjamin
    Bennet Bernard Bill Bob Boris Brian Bruce Carl Carlos Carly Carol Caroline Catherine Charles
    Charlotte Chris Christian Christine Christopher Cid Claire Clara Clyde Connie Craig Daniel
    David Deborah Dennis Diana Diego Dominic Donald Dorothy Douglas Dwight Edgar Edith Edmund
    Edward Edwin Elena Eleanor Elizabeth Ellen Emily Emma Eric Ernest Eva Evelyn Felix Fernando
    Florence Frances Francis Francisco Frank Franklin Fred Frederick Gabriel Gary Geoffrey George
    Gerald Gilbert Gordon Grace Graham Greg Gregory Guy Hannah Harold Harriet Harrison Harry
    Heather Helen Henry Herbert Howard Hugh Ian Ingo Isaac Isabel Ivan Jack Jacob Jacqueline James
    Jane Janet Jason Jean Jeff Jennifer Jeremy Jerry Jessica Jim Joan Joe Johann Johannes John
    Jonathan Jorge José Joseph Joshua Juan Judith Julia Julian Julie Justin Karen Karl Kate
    Katherine Keith Kelly Ken Kenneth Kevin Kimberly Kylie Larry Laura Lawrence Leo Leonard
    Leonardo Lewis Lillian Linda Lisa Louis Louise Lucas Lucy Luis Lyndon Margaret Maria Marie
    Mario Mark Martha Martin Mary Matthew Maurice Max Michael Michelle Miguel Mike Mohammed
    Muhammad Nancy Natalie Nathan Neil Nelson Nicholas Nicolas Nicole Nigel Nikita Noah Norman Olga
    Oliver Oscar Otto Pablo Patricia Patrick Paul Pedro Peter Philip Phillip Rachel Ralph Raymond
    Rebecca Richard Rita Robert Roberto Robin Roger Roland Ronald Rosa Rose Roy Rudolf Ruth Ryan
    Samuel Sandra Sara Sarah Scott Sergei Sergey Sharon Shelley Sidney Sigmund Simon Sofia Sophia
    Spencer Stanley Stephanie Stephen Steve Steven Stewart Stuart Sue Susan Ted Terry Theodore
    Theresa Thomas Tim Timothy Tom Tony Victor Victoria Vincent Virginia Vladimir Walter Warren
    Wayne Wendy Wilhelm William Winston Yuri Billy Bobby Danny Eddie Freddie Jimmy Joey Johnny Jon
    Kyle Lois Matt Meg Melissa Molly Naomi Nick Pete Phil Ray Rob Ron Sean Seth Sid Todd Tommy
    Tracy Troy Tyler
    """.split()
)

TITLES = frozenset(
    """
    Admiral Archbishop Bishop Captain Chancellor Colonel Dr Dr. Emperor Empress Foreign General
    Governor King Lady Lieutenant Lord Major Minister Mr Mr. Mrs Mrs. Ms Ms. Pope President Prime
    Prince Princess Prof. Professor Queen Rev. Saint Secretary Senator Sergeant Sir Vice
    """.split()
)
"""Words before a person's name that are no part of it."""

ORGANISATION_WORDS = frozenset(
    """
    Academy Administration Agency Alliance Army Assembly Association Authority Bank Board Bureau
    Center Centre Church Club Collaboration College Commission Committee Community Company
    Conference Congress Consortium Corporation Corps Council Court Department Federation Force
    Forum Foundation Fund Group Guard Hospital Inc Institute Institution Laboratory League Library
    Limited Ltd Ministry Movement Museum Network Office Orchestra Organisation Organization
    Parliament Party Police Press Records School Senate Service Services Society Studios Survey
    Television Treasury Trust Union University
    """.split()
)

FOREIGN_PEOPLE = (
    "Harriet Lindqvist", "Tomas Okafor", "Elena Marchetti", "Daniel Whitcombe", "Priya Raman",
    "Oscar Thornbury", "Judith Kessler", "Martin Delacroix", "Amara Nwosu", "Victor Halloran",
    "Ingrid Solheim", "Rafael Quintero",
)  # fmt: skip

FOREIGN_ORGANISATIONS = (
    "Northgate Institute", "Halden Foundation", "Meridian Trade Council", "Ashford College",
    "Lakeside Heritage Society", "Calder Bank", "Westmark Research Group", "Alder Commission",
)  # fmt: skip

FOREIGN_ACRONYMS = ("OPEC", "ASEAN", "UNICEF", "ECOWAS", "IKEA", "NATO", "CERN", "FIFA")

FOREIGN_GROUPS = (
    "Economists in Portugal", "Retired diplomats", "Local historians", "Insurance analysts",
    "Officials in Norway", "Trade union leaders", "Museum curators",
)  # fmt: skip
"""Several people at once, for the start of a sentence."""

FOREIGN_THINGS = {
    1: ("Calypso", "Orion", "Zephyr", "Halcyon", "Quorum", "Marigold"),
    2: ("Silver Harbour", "Blue Meridian", "Amber Gate", "Iron Lantern"),
    3: ("House of Glass", "Gate of Amber", "River of Lanterns"),
}
"""Names that nobody bears, by how many words they have."""
