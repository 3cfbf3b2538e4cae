"""The glossary, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marchepied.apps.referentials.selectors import read_glossary
from marchepied.web.glossary.entries import describe, group_by_letter, page_language
from marchepied.web.shared.access import public_view

LONGEST_QUERY = 80


@public_view("words are for everybody to understand")
def show_glossary(request: HttpRequest) -> HttpResponse:
    """All words by letter, or those that `?q=` looks for, the nearest to what was written otherwise."""
    glossary, language = read_glossary(), page_language()
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    terms = glossary.search(query, language) if query else glossary.sort_terms(language)
    entries = [describe(term, language) for term in terms]
    near = [] if entries else glossary.suggest(query, language)
    context = {
        "query": query,
        "entries": entries,
        "letters": [] if query else group_by_letter(entries),
        "near": [describe(term, language) for term in near],
        "total": len(glossary.terms),
    }
    return render(request, "glossary/glossary.html", context)
