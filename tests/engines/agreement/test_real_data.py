"""Open data sets, against the values published for them (R packages multilevel, psych and questionr)."""

import csv
import json

import jsonschema
import numpy as np
import pytest

from marchepied.engines.agreement import Scale, load_schema, measure_icc, measure_item, measure_reliability
from marchepied.engines.agreement.command import run

LEAD = [f"LEAD{rank:02d}" for rank in range(1, 12)]
TSIG = [f"TSIG{rank:02d}" for rank in range(1, 4)]
BFI = "psych 2.2.9 alpha() (R)"


@pytest.fixture
def likert(shared_data):
    return shared_data / "likert"


@pytest.fixture
def expected(likert):
    return json.loads((likert / "expected.json").read_text(encoding="utf-8"))


def read_rows(path):
    with path.open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def read_column(rows, name):
    return np.array([float("nan") if row[name] in {"", "NA"} else float(row[name]) for row in rows])


def measure(capsys, *arguments):
    assert run([*map(str, arguments), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    jsonschema.validate(result, load_schema())
    return result


@pytest.mark.parametrize(("score", "items"), [("LEAD", LEAD), ("TSIG", TSIG)])
def test_icc_of_lq2002(likert, expected, capsys, score, items):
    """The published score is rounded to nine decimals; the items give it back."""
    published = expected["multilevel (R) ICC by COMPID"][score]
    rows = read_rows(likert / "lq2002.csv")
    direct = measure_icc(read_column(rows, score), [row["COMPID"] for row in rows])
    assert (direct.icc1, direct.icc2) == pytest.approx((published["ICC1"], published["ICC2"]), abs=1e-10)
    arguments = ("--group", "COMPID", "--items", ",".join(items), "--scale", "1-5")
    together = measure(capsys, likert / "lq2002.csv", *arguments)["classes"][-1]
    assert together["item"] == ""
    assert (together["icc1"], together["icc2"]) == pytest.approx(
        (published["ICC1"], published["ICC2"]), abs=1e-9
    )


def test_cronbach_of_lq2002(likert, expected, capsys):
    arguments = ("--group", "COMPID", "--items", ",".join(LEAD), "--scale", "1-5")
    found = measure(capsys, likert / "lq2002.csv", *arguments)["everybody"]["reliability"]
    assert found["alpha"] == pytest.approx(expected["cronbach LEAD01-11"], abs=1e-9)
    assert found["alpha_pairwise"] == pytest.approx(found["alpha"], abs=1e-9)


@pytest.mark.parametrize("trait", ["A", "C"])
def test_alphas_of_bfi(likert, expected, capsys, trait):
    """psych computes alpha from pairwise covariances, reversed items turned round on the scale of 1 to 6."""
    published = expected[BFI][trait]
    arguments = ("--group", "gender", "--items", ",".join(published["items"]), "--scale", "1-6")
    found = measure(capsys, likert / "bfi.csv", *arguments)["everybody"]["reliability"]
    assert found["alpha_pairwise"] == pytest.approx(published["raw_alpha"], abs=5e-9)
    assert found["alpha_standardised"] == pytest.approx(published["std_alpha"], abs=5e-9)
    assert found["mean"] == pytest.approx(published["mean"], abs=5e-8)
    assert found["sd"] == pytest.approx(published["sd"], abs=5e-9)
    assert found["complete"] < found["people"]


def test_weighted_shares_of_hdv2003(likert, expected, capsys):
    published = expected["hdv2003 trav.satisf pondéré par poids"]
    labels = ["Insatisfaction", "Equilibre", "Satisfaction"]
    weighted = ("--group", "sexe", "--items", "trav.satisf", "--labels", ",".join(labels))
    path = likert / "hdv2003.csv"
    item = measure(capsys, path, *weighted, "--weight", "poids")["everybody"]["items"][0]
    assert [share["share"] for share in item["shares"]] == pytest.approx(
        [published[label] for label in labels], abs=5e-8
    )
    assert item["missing"] == published["NA"]
    plain = measure(capsys, path, *weighted)["everybody"]["items"][0]
    counts = dict(zip(labels, (share["count"] for share in plain["shares"]), strict=True))
    assert [counts[label] for label in ("Satisfaction", "Insatisfaction", "Equilibre")] == published[
        "effectifs"
    ]


def test_awg_and_ad_of_lq2002_equal_the_definitions_written_out(likert, capsys):
    """No published file holds them: computed here from the people, in plain Python."""
    arguments = ("--group", "COMPID", "--items", ",".join(LEAD), "--scale", "1-5")
    result = measure(capsys, likert / "lq2002.csv", *arguments)
    people = {}
    for row in read_rows(likert / "lq2002.csv"):
        people.setdefault(row["COMPID"], []).append([int(row[item]) for item in LEAD])
    for group in result["groups"]:
        alone = []
        for column, item in zip(zip(*people[group["group"]], strict=True), group["items"], strict=True):
            k, mean = len(column), sum(column) / len(column)
            variance = sum((value - mean) ** 2 for value in column) / (k - 1)
            awg = 1 - 2 * variance / ((6 * mean - mean**2 - 5) * k / (k - 1))
            readable = (k - 1 + 5) / k <= mean <= (5 * (k - 1) + 1) / k
            alone.append(awg if readable else None)
            assert item["awg"] == (pytest.approx(awg, abs=1e-9) if readable else None)
        known = [awg for awg in alone if awg is not None]
        assert group["awg_j"] == pytest.approx(sum(known) / len(known), abs=1e-9)


def test_gaps_of_lq2002_are_ordered_by_their_effect(likert, capsys):
    arguments = ("--group", "COMPID", "--items", ",".join(LEAD), "--scale", "1-5", "--permutations", "99")
    result = measure(capsys, likert / "lq2002.csv", *arguments, "--seed", "7")
    deltas = [effect["delta"] for effect in result["effects"]]
    assert deltas == sorted(deltas, reverse=True)
    assert result["parameters"]["tests"] == {"permutations": 99, "seed": 7, "exact": False}
    assert min(effect["p"] for effect in result["effects"]) == 0.01


def test_a_finite_population_narrows_the_intervals(likert, capsys):
    arguments = ("--group", "COMPID", "--items", "LEAD01", "--scale", "1-5")
    path = likert / "lq2002.csv"
    known, unknown = (
        measure(capsys, path, *arguments, *more)["groups"][0]["items"][0]
        for more in (("--population", "2=30,3=20"), ())
    )
    assert (known["n"], known["population"], unknown["population"]) == (24, 30, None)
    for one, other in zip(known["shares"], unknown["shares"], strict=True):
        assert one["exact_high"] - one["exact_low"] < other["exact_high"] - other["exact_low"]
    assert min(known["coverage"], unknown["coverage"]) >= 0.95


def test_more_answers_than_people_leave_the_population_unknown():
    assert measure_item([1, 2, 3], Scale(1, 3), population=2).population is None
    assert measure_item([1, 2, 3], Scale(1, 3), population=3).coverage == 1


def test_reliability_needs_no_group():
    assert measure_reliability([[1, 1], [2, 2], [3, 3]]).alpha == pytest.approx(1)
