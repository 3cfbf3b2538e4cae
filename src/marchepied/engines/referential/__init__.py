"""Referentials: read, check and select the questions of a démarche, and word them for each organisation.

Pure: data in, frozen values out. No database, no request, no network.
"""

from .codes import COLLEGES, DEPTHS, LANGUAGES, LEGAL_FORMS, LEVEL_COUNT, PROVENANCE_KINDS, WORDING_WORDS_MAX
from .legal import LegalFact, LegalFormNote, LegalFrame, parse_legal_frame
from .loading import YamlRefusedError, load_folder, load_yaml
from .model import (
    ActionTemplate,
    Applicability,
    Axis,
    Domain,
    Ends,
    Example,
    ExampleKind,
    Indicator,
    LegalReference,
    Level,
    Lever,
    Profile,
    Provenance,
    Question,
    Referential,
    Resource,
    Source,
    Text,
)
from .parsing import content_hash, parse_referential
from .problems import InvalidReferentialError, Problem
from .questionnaire import QuestionnaireItem, build_questionnaire
from .selection import QUESTIONS_PER_COLLEGE, applicable_questions, minutes_for, questions_for_college
from .shipped import (
    list_shipped_referentials,
    read_shipped_legal_frame,
    read_shipped_referential,
    read_shipped_vocabulary,
)
from .statistics import find_long_sentences, referential_stats, walk_texts
from .validation import validate
from .vocabulary import Term, VocabularyBook, WordChoice, parse_vocabulary
from .wording import (
    Choice,
    Word,
    WordedQuestion,
    count_sentences,
    count_words,
    default_vocabulary,
    expand_words,
    list_placeholders,
    split_sentences,
    word_question,
    word_text,
)

__all__ = [
    "COLLEGES",
    "DEPTHS",
    "LANGUAGES",
    "LEGAL_FORMS",
    "LEVEL_COUNT",
    "PROVENANCE_KINDS",
    "QUESTIONS_PER_COLLEGE",
    "WORDING_WORDS_MAX",
    "ActionTemplate",
    "Applicability",
    "Axis",
    "Choice",
    "Domain",
    "Ends",
    "Example",
    "ExampleKind",
    "Indicator",
    "InvalidReferentialError",
    "LegalFact",
    "LegalFormNote",
    "LegalFrame",
    "LegalReference",
    "Level",
    "Lever",
    "Problem",
    "Profile",
    "Provenance",
    "Question",
    "QuestionnaireItem",
    "Referential",
    "Resource",
    "Source",
    "Term",
    "Text",
    "VocabularyBook",
    "Word",
    "WordChoice",
    "WordedQuestion",
    "YamlRefusedError",
    "applicable_questions",
    "build_questionnaire",
    "content_hash",
    "count_sentences",
    "count_words",
    "default_vocabulary",
    "expand_words",
    "find_long_sentences",
    "list_placeholders",
    "list_shipped_referentials",
    "load_folder",
    "load_yaml",
    "minutes_for",
    "parse_legal_frame",
    "parse_referential",
    "parse_vocabulary",
    "questions_for_college",
    "read_shipped_legal_frame",
    "read_shipped_referential",
    "read_shipped_vocabulary",
    "referential_stats",
    "split_sentences",
    "validate",
    "walk_texts",
    "word_question",
    "word_text",
]
