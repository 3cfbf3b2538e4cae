"""Referentials of any size, valid by construction."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.referentials import models
from marchepied.engines.referential import content_hash

OURS = {"kind": "ours", "source": "essai"}


def text(french: str) -> dict[str, str]:
    return {"fr": french, "en": f"In English, {french}"}


def question(identity: str, *, depth: str = "express", **more: Any) -> dict[str, Any]:
    """One question; `more` overrides any field (applicability, colleges…)."""
    return {
        "id": identity,
        "depth": depth,
        "statement": text(f"Énoncé de {identity} pour le pilote"),
        "wording": text(f"Ici, que dit-on de {identity} ?"),
        "colleges": ["employees", "volunteers", "administrators", "members"],
        "why": text(f"Ce que {identity} change pour les gens."),
        "evidence": [text("Un compte rendu")],
        "levels": [
            {"description": text(f"On observe le niveau {n}."), "short": text(f"Réponse {n}")}
            for n in range(1, 6)
        ],
        "ends": {"low": text("Jamais"), "high": text("Toujours")},
        "levers": [],
        "discussion": text("Qu’est-ce qui nous manque ?"),
        "provenance": OURS,
        "levels_provenance": OURS,
        **more,
    }


def lever(identity: str) -> dict[str, Any]:
    parts = ("title", "first_step", "result", "means")
    return {
        "id": identity,
        "title": text(f"Levier {identity}"),
        "summary": text("Ce que l’on peut faire."),
        "action": {part: text(f"{part} de {identity}") for part in parts},
        "provenance": OURS,
    }


def domain(identity: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    own = lever(f"{identity}-levier")
    for item in questions:
        item["levers"] = item["levers"] or [own["id"]]
    return {
        "id": identity,
        "title": text(f"Domaine {identity}"),
        "purpose": text("À quoi il sert."),
        "levers": [own],
        "questions": questions,
        "indicators": [indicator(f"{identity}-indicateur")],
        "provenance": OURS,
    }


def indicator(identity: str) -> dict[str, Any]:
    parts = ("title", "definition", "unit", "formula", "period", "source_document")
    return {
        "id": identity,
        "kind": "quantitative",
        "provenance": OURS,
        **{part: text(f"{part} de {identity}") for part in parts},
    }


def axis(number: int, domains: list[dict[str, Any]]) -> dict[str, Any]:
    identity = f"theme-{number}"
    return {
        "id": identity,
        "number": number,
        "title": text(f"Le thème numéro {number}"),
        "short": text(f"Thème {number}"),
        "purpose": text("À quoi sert ce thème."),
        "provenance": {"kind": "law", "source": "essai"},
        "about": text("De quoi on parle."),
        "key_ideas": [text("Une idée")],
        "stakes": {"enterprise": [text("Pour nous")], "society": [text("Pour tous")]},
        "domains": domains,
        "example_kinds": [{"id": f"{identity}-sorte", "title": text("Une sorte d’exemple")}],
        "examples": [
            {
                "id": f"{identity}-exemple",
                "kind": f"{identity}-sorte",
                "domain": domains[0]["id"],
                "who": text("Une association"),
                "title": text("Un titre"),
                "story": text("Une histoire."),
                "effect": text("Un effet."),
                "provenance": OURS,
            }
        ],
        "resources": [
            {
                "id": f"{identity}-ressource",
                "kind": "tool",
                "title": text("Un guide"),
                "use": text("Pour commencer."),
                "publisher": "Un réseau",
                "provenance": OURS,
            }
        ],
        "legal_references": [
            {
                "id": f"{identity}-loi",
                "citation": text("Article 3"),
                "says": text("Ce qu’il dit."),
                "provenance": {"kind": "law", "source": "essai"},
            }
        ],
    }


def announced(number: int) -> dict[str, Any]:
    return {
        "id": f"theme-{number}",
        "number": number,
        "announced": True,
        "title": text(f"Le thème numéro {number}"),
        "short": text(f"Thème {number}"),
        "purpose": text("À quoi servira ce thème."),
        "provenance": {"kind": "guide", "source": "essai"},
    }


def referential(axes: list[dict[str, Any]], *, identity: str = "guide-ess") -> dict[str, Any]:
    return {
        "format": 1,
        "id": identity,
        "version": "1.0.0",
        "title": text("Un guide d’essai"),
        "purpose": text("Essayer."),
        "publisher": "Essai",
        "licence": "AGPL-3.0-or-later",
        "languages": ["fr", "en"],
        "provenance": OURS,
        "sources": [{"id": "essai", "title": text("Essai"), "publisher": "Essai"}],
        "axes": axes,
    }


def generated(n_axes: int = 1, n_domains: int = 1, n_questions: int = 3) -> dict[str, Any]:
    """A referential of n_axes × n_domains × n_questions questions, one in three of them « full »."""
    return referential(
        [
            axis(
                a,
                [
                    domain(
                        f"t{a}-d{d}",
                        [
                            question(f"t{a}-d{d}-q{q}", depth="full" if q % 3 == 0 else "express")
                            for q in range(1, n_questions + 1)
                        ],
                    )
                    for d in range(1, n_domains + 1)
                ],
            )
            for a in range(1, n_axes + 1)
        ]
    )


class ReferentialFactory(DjangoModelFactory):
    class Meta:
        model = models.Referential
        django_get_or_create = ("slug", "owner")

    slug = "guide-ess"
    owner = None
    title = factory.LazyFunction(lambda: text("Un guide d’essai"))


class ReferentialVersionFactory(DjangoModelFactory):
    """A version of a small guide: one theme, one domain, three questions (the third is « full »)."""

    class Meta:
        model = models.ReferentialVersion

    referential = factory.SubFactory(ReferentialFactory)
    number = factory.Sequence(lambda n: f"1.0.{n}")
    content = factory.LazyFunction(generated)
    content_hash = factory.LazyAttribute(lambda version: content_hash(version.content))
