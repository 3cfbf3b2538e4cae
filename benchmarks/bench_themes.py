"""Time the engine themes beside scikit-learn, and measure its agreement with people, on real answers.

    python benchmarks/bench_themes.py [--small] [--data FOLDER]

FOLDER holds `texte/` of the public data (../shared/data by default). Without it, generated sentences are
timed and agreement is not measured. scikit-learn is in the extra `bench`, the encoder in the extra `encoder`;
what is not installed is null. `ratio` is our time over that of scikit-learn’s TF-IDF and NMF, best of three,
in this run. On a busy machine, OPENBLAS_NUM_THREADS=1 steadies every figure.
"""

import argparse
import json
import platform
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from annotations import (
    Question,
    adjusted_rand,
    cohen_kappa,
    draw_annotators,
    draw_mentions,
    matched_kappa,
    read_questions,
    v_measure,
)
from marchepied.engines import themes
from marchepied.engines.words import split_sentences

SEED = 20190115
REPEATS, DRAWS = 3, 40
SIZES = (1_000, 10_000)
COUNT = 15


def read_sentences(folder: Path) -> list[str]:
    """Distinct real sentences, shuffled: of the Grand débat, then of subtitles."""
    lines = (folder / "texte/grand_debat_annotations.jsonl").read_text(encoding="utf-8").splitlines()
    debate = [part for line in lines for part in split_sentences(json.loads(line)["texte"])]
    rows = (folder / "texte/xed_fr_emotions.tsv").read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys(debate + [row.split("\t")[0] for row in rows]))
    random.Random(SEED).shuffle(texts)
    return texts


def generate(size: int) -> list[str]:
    """Sentences of eight invented words, five of them of one of twenty subjects."""
    draw = random.Random(SEED)
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "o", "ou")]
    words = ["".join(draw.choices(syllables, k=3)) for _word in range(3_000)]
    texts = []
    for _text in range(size):
        subject = draw.randrange(20)
        own = draw.choices(words[subject * 40 : subject * 40 + 40], k=5)
        texts.append(" ".join(own + draw.choices(words[800:], k=3)) + ".")
    return texts


def take_best(gesture: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs."""
    seconds = []
    for _run in range(REPEATS):
        started = time.perf_counter()
        gesture()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def find_peer() -> Callable[[list[str]], object] | None:
    """scikit-learn’s TF-IDF and NMF with its own defaults, the same number of themes."""
    try:
        from sklearn.decomposition import NMF
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return None
    return lambda texts: NMF(COUNT).fit_transform(TfidfVectorizer(min_df=2, max_df=0.5).fit_transform(texts))


def find_encoder() -> themes.Encoder | None:
    """The encoder of the extra, when it is installed."""
    try:
        return themes.load_encoder()
    except themes.ThemesError:
        return None


def time_one(texts: list[str], encoder: themes.Encoder | None) -> dict[str, object]:
    """Seconds of each method on the same texts; the first run of ours in this process apart."""
    started = time.perf_counter()
    found = themes.find_themes(texts, count=COUNT)
    first = time.perf_counter() - started
    words = take_best(lambda: themes.find_themes(texts, count=COUNT))
    hiding = take_best(lambda: [themes.mask(text) for text in texts])
    report: dict[str, object] = {
        "texts": len(texts),
        "characters": sum(map(len, texts)),
        "first_seconds": round(first, 3),
        "words_seconds": round(words, 3),
        "of_which_masking": round(hiding, 3),
        "largest": max((theme.size for theme in found.themes), default=0),
    }
    peer = find_peer()
    theirs = take_best(lambda: peer(texts)) if peer else None
    report["sklearn_seconds"] = theirs and round(theirs, 3)
    report["ratio_words"] = theirs and round(words / theirs, 2)
    if encoder:
        meaning = take_best(lambda: themes.find_themes(texts, count=COUNT, method="meaning", encoder=encoder))
        report["meaning_seconds"] = round(meaning, 2)
        report["ratio_meaning"] = theirs and round(meaning / theirs, 2)
    return report


def measure_people(questions: list[Question]) -> dict[str, object]:
    """How much two people agree, from below and from above."""
    report = {}
    for name, draw_two in (("at_least", draw_mentions), ("at_most", draw_annotators)):
        draw = random.Random(SEED)
        figures = []
        for question in questions:
            for _draw in range(DRAWS):
                pairs = [draw_two(counts, draw) for counts in question.labels]
                one, other = zip(*pairs, strict=True)
                values = (v_measure(one, other), adjusted_rand(one, other), cohen_kappa(one, other))
                figures.append((len(pairs), *values))
        report[name] = average(figures)
    return report


def measure_groups(
    questions: list[Question], group: Callable[[Question], list[str]]
) -> dict[str, dict[str, float]]:
    """How much a grouping agrees with one person drawn for each answer, and with the label most gave."""
    draw = random.Random(SEED)
    one_person, most = [], []
    for question in questions:
        found = group(question)
        for _draw in range(DRAWS):
            person = [draw_mentions(counts, draw)[0] for counts in question.labels]
            one_person.append((len(found), *compare(found, person)))
        most.append((len(found), *compare(found, question.main)))
    return {"one_person": average(one_person), "most_given": average(most)}


def compare(found: list[str], labels: list[str]) -> tuple[float, float, float]:
    """V-measure, adjusted Rand index, kappa after the best matching."""
    return v_measure(found, labels), adjusted_rand(found, labels), matched_kappa(found, labels)


def average(figures: list[tuple[float, ...]]) -> dict[str, float]:
    """Means, each question counting for its answers."""
    table = np.array(figures)
    means = np.average(table[:, 1:], axis=0, weights=table[:, 0])
    return dict(
        zip(("v_measure", "adjusted_rand", "kappa"), (round(float(mean), 3) for mean in means), strict=True)
    )


def place(question: Question, method: str, encoder: themes.Encoder | None, count: int | None) -> list[str]:
    """The theme of each answer, those that fit none together."""
    found = themes.find_themes(
        question.answers, method=method, encoder=encoder, question=question.text, count=count
    )
    return [placement.theme or "" for placement in found.placements]


def measure_agreement(folder: Path, encoder: themes.Encoder | None) -> dict[str, object]:
    """Agreement with people of chance, of each method, of people themselves."""
    questions = read_questions(folder / "texte/grand_debat_annotations.jsonl")
    draw = random.Random(SEED)
    report: dict[str, object] = {
        "questions": len(questions),
        "answers": sum(len(question.answers) for question in questions),
        "people": measure_people(questions),
        "chance": measure_groups(
            questions,
            lambda question: [
                str(draw.randrange(themes.choose_count(len(question.answers))))
                for _answer in question.answers
            ],
        ),
    }
    for method in ("words", "meaning") if encoder else ("words",):
        for count in (None, 8, 15, 25):
            report[f"{method}_{count or 'chosen'}"] = measure_groups(
                questions,
                lambda question, method=method, count=count: place(question, method, encoder, count),
            )
    return report


def main() -> None:
    """Print the JSON report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data")
    options = parser.parse_args(sys.argv[1:])
    real = options.data.is_dir()
    sentences = read_sentences(options.data) if real else generate(max(SIZES))
    encoder = find_encoder()
    sizes = SIZES[:1] if options.small else SIZES
    report = {
        "benchmark": "themes",
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "engine": {"themes": themes.ENGINE_VERSION},
        "texts": "real" if real else "generated",
        "results": [time_one(sentences[:size], encoder) for size in sizes],
        "agreement": measure_agreement(options.data, encoder) if real and not options.small else None,
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
