"""Time and size of packs of growing length. Prints JSON.

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
    render_pack,
    typeset_french,
)

SIZES = ((0, 0), (13, 5), (50, 5), (13, 50), (300, 5))
SENTENCE = "L'assemblée générale est dans onze semaines : que voulez-vous lui dire ? « Rien », dit-on."


def make_pack(questions: int, colleges: int) -> Pack:
    views = tuple(
        CollegeView(
            f"Groupe {index}",
            "14 sur 15",
            Visibility.BANDED if index % 4 == 0 else Visibility.SHOWN,
            1 + index % 5,
            max(1, index % 5),
            min(5, 2 + index % 5),
            apart=index % 7 == 3,
        )
        for index in range(colleges)
    )
    results = tuple(
        QuestionResult(f"La question numéro {index} ?", SENTENCE, "jamais", "toujours", colleges=views)
        for index in range(questions)
    )
    return Pack(
        "L'Atelier du Pont",
        date(2027, 1, 18),
        respondents=tuple(Respondents(view.name, view.answers) for view in views),
        themes=(ThemeSection("Lien avec les usagers", SENTENCE, results),) if results else (),
    )


def measure_pack(questions: int, colleges: int) -> dict[str, float]:
    pack = make_pack(questions, colleges)
    start = time.perf_counter()
    document = render_pack(pack, language="fr")
    return {
        "questions": questions,
        "colleges": colleges,
        "seconds": round(time.perf_counter() - start, 2),
        "pages": document.pages,
        "kilobytes": round(len(document.pdf) / 1000),
    }


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
