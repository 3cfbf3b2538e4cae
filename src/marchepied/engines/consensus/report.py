"""The result as one self-contained page: no script, no address, readable by a screen reader and at 320 px."""

from collections.abc import Iterator, Mapping
from html import escape

from .drawing import draw_key, draw_map
from .lists import sort_statements
from .representativeness import choose_representative
from .result import ConsensusResult
from .summary import (
    count_all,
    count_people,
    count_unplaced,
    is_described,
    name_group,
    name_statement,
    say_asked,
    say_cautions,
    say_interval,
    say_statement,
    say_verdict,
    shows_groups,
)
from .words import speak

STYLE = """
:root{--ink:#1d2b2a;--soft:#55615f;--paper:#fbf8f2;--card:#fff;--line:#ddd5c7;--deep:#0d4f4c;--warm:#a8431f;
--plum:#5c3d75;font:1.0625rem/1.55 "Atkinson Hyperlegible Next","Atkinson Hyperlegible",system-ui,sans-serif;
color:var(--ink);background:var(--paper)}
*{box-sizing:border-box}body{margin:0;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2.1rem);line-height:1.2;text-wrap:balance}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-left:.75rem;border-left:.4rem solid var(--deep)}
h2.divides{border-color:var(--warm)}h2.unknown{border-color:var(--plum)}h3{margin:1.5rem 0 .5rem}
.lead{font-size:1.15rem}.soft{color:var(--soft)}
ol,ul.plain{list-style:none;padding:0;margin:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:.75rem 0}
.card p{margin:0}.card p+p{margin-top:.35rem}.figure{font-weight:700}
svg.bar{display:block;width:100%;height:.75rem;margin:.6rem 0 .35rem}
.agree{fill:#0d4f4c}.pass{fill:#c9c1b2}.disagree{fill:#a8431f}
.key{display:inline-block;width:.9rem;height:.9rem;margin-right:.35rem;vertical-align:-.05rem}
.mark{display:inline-block;margin-right:1.25rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:700;padding:.25rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;white-space:nowrap}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:1rem;background:var(--deep);color:#fff;padding:.75rem}
:focus-visible{outline:3px solid var(--deep);outline-offset:3px}
figure{margin:1rem 0}figure svg{width:100%;height:auto;background:var(--card);border:1px solid var(--line);
border-radius:.75rem}
@media(max-width:30rem){td,th{padding-right:.4rem}}
@media print{.card{break-inside:avoid}}
"""


def write_report(result: ConsensusResult, language: str = "fr") -> str:
    """The page, in French or in English: every text is escaped, the only style is its own."""
    words = speak(language)
    code = "en" if language.lower().startswith("en") else "fr"
    body = "\n".join(_write_body(result, words))
    return (
        f'<!DOCTYPE html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words['title'])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">{escape(words["skip"])}</a>\n'
        f'<main id="content" tabindex="-1">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _write_body(result: ConsensusResult, words: Mapping[str, str]) -> Iterator[str]:
    yield f"<h1>{escape(words['title'])}</h1>"
    if result.analysis.votes.n_votes == 0:
        yield f'<p class="lead">{escape(words["nobody"])}</p>'
        return
    yield f'<p class="lead">{escape(count_all(result, words))}</p>'
    yield f"<p>{_write_key(words)}</p>"
    lists = sort_statements(result.analysis)
    for kind in ("together", "divides", "unknown"):
        yield f'<h2 class="{kind}">{escape(words[kind])}</h2>'
        places = getattr(lists, kind)
        if places:
            yield "<ol>" + "".join(_write_card(result, words, place, kind) for place in places) + "</ol>"
        else:
            yield f"<p>{escape(words[f'no_{kind}'])}</p>"
    yield f"<h2>{escape(words['groups'])}</h2>"
    yield f"<p>{escape(say_verdict(result, words))}</p>"
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in say_asked(result, words))
    if shows_groups(result):
        yield from _write_groups(result, words)
    yield from _write_table(result, words)
    yield from _write_method(result, words)


def _write_card(result: ConsensusResult, words: Mapping[str, str], place: int, kind: str) -> str:
    disagree, passes, agree = (int(number) for number in result.analysis.tally.everyone[:, place])
    more = say_interval(result, words, place) if kind == "together" else ""
    return (
        f'<li class="card"><p>{escape(name_statement(result, words, place))}</p>'
        f"{_draw_bar(agree, passes, disagree)}"
        f'<p class="figure">{escape(say_statement(result, words, place, kind))}</p>'
        + (f'<p class="soft">{escape(more)}</p></li>' if more else "</li>")
    )


def _write_key(words: Mapping[str, str]) -> str:
    """What the colours of the bars mean, in the order of the bars."""
    return " ".join(
        f'<span class="mark"><svg class="key" viewBox="0 0 8 8" aria-hidden="true"><rect class="{kind}" '
        f'width="8" height="8"/></svg>{escape(words[kind])}</span>'
        for kind in ("agree", "pass", "disagree")
    )


def _draw_bar(agree: int, passes: int, disagree: int) -> str:
    """A decoration: the same figures are said beside it."""
    total = max(agree + passes + disagree, 1)
    pieces, start = [], 0.0
    for kind, number in (("agree", agree), ("pass", passes), ("disagree", disagree)):
        width = 100 * number / total
        pieces.append(f'<rect class="{kind}" x="{start:.2f}" y="0" width="{width:.2f}" height="8"/>')
        start += width
    drawing = "".join(pieces)
    return (
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{drawing}</svg>'
    )


def _write_groups(result: ConsensusResult, words: Mapping[str, str]) -> Iterator[str]:
    analysis = result.analysis
    yield draw_map(result, words)
    rows = "".join(
        f'<tr><th scope="row">{draw_key(rank)}{escape(name_group(result, words, rank))}</th>'
        f'<td class="n">{size if is_described(result, rank) else escape(words["fewer_than_five"])}</td></tr>'
        for rank, size in enumerate(analysis.tally.sizes.tolist())
    )
    yield (
        f"<table><caption>{escape(words['groups'])}</caption><thead><tr>"
        f'<th scope="col">{escape(words["group"])}</th><th scope="col" class="n">{escape(words["size"])}</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )
    unplaced = count_unplaced(result)
    if unplaced:
        people = count_people(unplaced, words)
        yield f'<p class="soft">{escape(words["unplaced"].format(people=people))}</p>'
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in say_cautions(result, words))
    for rank in range(analysis.partition.count):
        if not is_described(result, rank):
            continue
        yield f"<h3>{escape(name_group(result, words, rank))}</h3>"
        people = count_people(int(analysis.tally.sizes[rank]), words)
        yield f"<p>{escape(words['group_size'].format(people=people))}</p>"
        places = choose_representative(analysis.representativeness, analysis.tally, rank)
        yield (
            "<ul class='plain'>"
            + "".join(_write_trait(result, words, rank, place) for place in places)
            + "</ul>"
        )


def _write_trait(result: ConsensusResult, words: Mapping[str, str], rank: int, place: int) -> str:
    analysis = result.analysis
    agrees = bool(analysis.representativeness.for_agree[rank, place])
    counts = analysis.tally.groups[:, 2 if agrees else 0, place]
    seen = analysis.tally.seen[:, place]
    figure = words["in_group"].format(
        number=counts[rank], total=seen[rank], other=counts.sum() - counts[rank], rest=seen.sum() - seen[rank]
    )
    stance = words["stands_for" if agrees else "stands_against"]
    return (
        f'<li class="card"><p class="soft">{escape(stance)}</p>'
        f'<p>{escape(name_statement(result, words, place))}</p><p class="figure">{escape(figure)}</p></li>'
    )


def _write_table(result: ConsensusResult, words: Mapping[str, str]) -> Iterator[str]:
    heads = "".join(
        f'<th scope="col" class="n">{escape(words[name])}</th>'
        for name in ("agree", "disagree", "pass", "voters")
    )
    rows = []
    for place in range(result.analysis.votes.n_statements):
        disagree, passes, agree = (int(number) for number in result.analysis.tally.everyone[:, place])
        cells = "".join(
            f'<td class="n">{number}</td>' for number in (agree, disagree, passes, agree + disagree + passes)
        )
        rows.append(f'<tr><th scope="row">{escape(name_statement(result, words, place))}</th>{cells}</tr>')
    title = escape(words["all_statements"])
    yield (
        f'<h2 id="all">{title}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="all">'
        f'<table><thead><tr><th scope="col">{escape(words["statement"])}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _write_method(result: ConsensusResult, words: Mapping[str, str]) -> Iterator[str]:
    yield f"<h2>{escape(words['how'])}</h2>"
    yield f"<p>{escape(words['how_text'])}</p><p>{escape(words['limits'])}</p>"
    minimum = result.analysis.partition.minimum_votes
    text = words["parameters"].format(seed=result.seed, minimum=minimum)
    yield f'<p class="soft">{escape(text)}</p>'
