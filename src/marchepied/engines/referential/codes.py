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

SECTORS = (
    "insertion",
    "social",
    "health",
    "education",
    "culture",
    "environment",
    "food",
    "housing",
    "finance",
    "trade",
    "services",
    "other",
)

EFFECTS = (
    "voice",
    "trust",
    "transparency",
    "access",
    "quality",
    "skills",
    "wellbeing",
    "equality",
    "jobs",
    "cooperation",
    "savings",
    "nature",
)
"""What a practice changed: people are heard, trust one another, see clearly, reach what they need, are better
served, learn, feel well at work, are treated alike, have a job, act with others, spend less, spare nature."""

STAGES = ("realisation", "result", "impact")
"""What an indicator counts: what was done, what it gave at once, what it changed in the end."""

NEIGHBOUR_RELATIONS = ("extends", "beside")

LANGUAGES = ("fr", "en")
PROVENANCE_KINDS = ("law", "guide", "public", "network", "ours")
"""A text of law, the national guide, something published by others, a network's own, or written by us."""
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
