"""Documents: French typography, charts, and accessible PDFs (AG pack, staff sheet, posters, paper sheets).

Typst, Altair and vl-convert are loaded by the first document or chart, never by this import: the web pages
call the typography of this package for every sentence they show.
"""

from marchepied.engines.documents._charts import Chart, OpinionScale, opinion_scale_chart
from marchepied.engines.documents._cleaning import clean_text
from marchepied.engines.documents._pack import render_pack
from marchepied.engines.documents._pack_data import (
    ActionItem,
    Assembly,
    CollegeView,
    DebateQuestion,
    DecisionItem,
    EvidenceItem,
    ObjectiveItem,
    Pack,
    QuestionResult,
    Respondents,
    Result,
    Standing,
    ThemeSection,
    Visibility,
    Voice,
)
from marchepied.engines.documents._rendering import DocumentError, RenderedDocument, draw_qr
from marchepied.engines.documents._sheet_data import (
    PaperQuestion,
    PaperQuestionnaire,
    Poster,
    Slip,
    SlipSheet,
    StaffSheet,
    WorkshopSheets,
)
from marchepied.engines.documents._sheets import (
    render_paper_questionnaire,
    render_poster,
    render_slips,
    render_staff_sheet,
    render_workshop_sheets,
)
from marchepied.engines.documents.typography import (
    count_of,
    format_date,
    format_number,
    format_percent,
    join_words,
    typeset,
    typeset_english,
    typeset_french,
)

__all__ = [
    "ActionItem",
    "Assembly",
    "Chart",
    "CollegeView",
    "DebateQuestion",
    "DecisionItem",
    "DocumentError",
    "EvidenceItem",
    "ObjectiveItem",
    "OpinionScale",
    "Pack",
    "PaperQuestion",
    "PaperQuestionnaire",
    "Poster",
    "QuestionResult",
    "RenderedDocument",
    "Respondents",
    "Result",
    "Slip",
    "SlipSheet",
    "StaffSheet",
    "Standing",
    "ThemeSection",
    "Visibility",
    "Voice",
    "WorkshopSheets",
    "clean_text",
    "count_of",
    "draw_qr",
    "format_date",
    "format_number",
    "format_percent",
    "join_words",
    "opinion_scale_chart",
    "render_pack",
    "render_paper_questionnaire",
    "render_poster",
    "render_slips",
    "render_staff_sheet",
    "render_workshop_sheets",
    "typeset",
    "typeset_english",
    "typeset_french",
]
