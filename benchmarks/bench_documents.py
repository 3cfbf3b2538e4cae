"""Time and size of packs of growing length, in PDF and in the editable formats. Prints JSON.

Run: ``python benchmarks/bench_documents.py``
"""

import json
import resource
import time
from datetime import date

from marchepied.engines.documents import (
    CollegeView,
    Pack,
    QuestionResult,
    Respondents,
    ThemeSection,
    Visibility,
    compose_pack,
    render_document,
    typeset_french,
    write_docx,
    write_odt,
    write_pptx,
)
from marchepied.engines.documents._office import draw_pictures

EDITABLE = {"docx": write_docx, "odt": write_odt, "pptx": write_pptx}
# Nobody edits a document of hundreds of pages; its drawings alone take a minute.
MOST_EDITED = 50
SIZES = ((0, 0), (13, 5), (50, 5), (13, 50), (300, 5))
SENTENCE = "L'assemblée générale est dans onze semaines : que voulez-vous lui dire ? « Rien », dit-on."


def make_pack(questions: int, colleges: int) -> Pack:
    results = tuple(
        QuestionResult(
            f"La question numéro {number} ?",
            SENTENCE,
            "jamais",
            "toujours",
            colleges=tuple(make_view(number, college) for college in range(colleges)),
        )
        for number in range(questions)
    )
    return Pack(
        "L'Atelier du Pont",
        date(2027, 1, 18),
        respondents=tuple(Respondents(f"Groupe {college}", "14 sur 15") for college in range(colleges)),
        themes=(ThemeSection("Lien avec les usagers", SENTENCE, results),) if results else (),
    )


def make_view(question: int, college: int) -> CollegeView:
    """A group's view of a question, another one each time: no drawing is the same twice."""
    middle = 1 + (college + question * 0.7) % 4
    visibility = Visibility.BANDED if college % 4 == 0 else Visibility.SHOWN
    apart = college % 7 == 3
    return CollegeView(
        f"Groupe {college}", "14 sur 15", visibility, middle, max(1, middle - 1), min(5, middle + 0.8), apart
    )


def measure_pack(questions: int, colleges: int) -> dict[str, float]:
    document = compose_pack(make_pack(questions, colleges), "fr").without_empty()
    start = time.perf_counter()
    made = render_document(document)
    measured = {
        "questions": questions,
        "colleges": colleges,
        "seconds": round(time.perf_counter() - start, 2),
        "pages": made.pages,
        "kilobytes": round(len(made.pdf) / 1000),
    }
    for name, write in EDITABLE.items() if questions <= MOST_EDITED else ():
        draw_pictures.cache_clear()  # each format pays for its own drawings
        start = time.perf_counter()
        size = len(write(document))
        measured[f"{name}_seconds"] = round(time.perf_counter() - start, 2)
        measured[f"{name}_kilobytes"] = round(size / 1000)
    return measured


def measure_typography(times: int = 5_000) -> dict[str, float]:
    start = time.perf_counter()
    for _ in range(times):
        typeset_french(SENTENCE)
    concerned = (time.perf_counter() - start) / times
    start = time.perf_counter()
    for _ in range(times):
        typeset_french("Vos groupes")
    return {
        "microseconds_a_sentence": round(concerned * 1e6, 1),
        "microseconds_a_label": round((time.perf_counter() - start) / times * 1e6, 2),
    }


def main() -> None:
    measure_pack(1, 2)  # loads the libraries, which the first document pays for
    packs = [measure_pack(questions, colleges) for questions, colleges in SIZES]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        json.dumps(
            {"packs": packs, "typography": measure_typography(), "peak_megabytes": round(peak)}, indent=2
        )
    )


if __name__ == "__main__":
    main()
