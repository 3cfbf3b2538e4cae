"""The closed lists of codes that a referential, a vocabulary and a profile share."""

COLLEGES = (
    "employees",
    "pathway_employees",
    "volunteers",
    "administrators",
    "members",
    "beneficiaries",
    "staff_representatives",
    "inhabitants",
    "partners",
    "suppliers",
    "local_authorities",
    "funders",
)

LEGAL_FORMS = (
    "association",
    "cooperative_scop",
    "cooperative_scic",
    "cooperative_other",
    "mutuelle",
    "foundation",
    "company_ess",
    "company_esus",
    "other",
)

LANGUAGES = ("fr", "en")
PROVENANCE_KINDS = ("law", "guide", "network", "ours")
DEPTHS = ("express", "full")
GUIDE, QUESTIONNAIRE = "guide", "questionnaire"
"""Kinds of referential: a guide holds the whole anatomy of a theme, a questionnaire its questions only."""
LEVEL_COUNT = 5
FEWEST_LEVELS, MOST_LEVELS = 2, 11
"""What a questionnaire brought from elsewhere may have; our own questions have LEVEL_COUNT."""
FORMAT = 1

WORDING_WORDS_MAX = 15
"""Longest participant's wording or answer, in words: one breath when read aloud."""

LONG_SENTENCE_WORDS = 25
"""Above this many words a sentence counts as long in `referential_stats`."""
