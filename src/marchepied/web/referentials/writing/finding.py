"""What the pages of a draft start from: the draft, its items, its languages, the words of the space."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.referentials.selectors import base_of, find_draft
from marchepied.engines.referential import Referential
from marchepied.engines.referential.editing import Place, find_place, is_questionnaire, languages_of
from marchepied.web.shared.access import SpaceRequest

View = Callable[..., HttpResponseBase]


@dataclass
class Desk:
    """A draft being written in a space, and what its pages need of it."""

    draft: Any
    organisation: Any

    @cached_property
    def base(self) -> Referential | None:
        return base_of(self.draft)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return languages_of(self.draft.content, self.base)

    @cached_property
    def vocabularies(self) -> Mapping[str, Mapping[str, str]]:
        return {language: vocabulary_of(self.organisation, language) for language in ("fr", "en")}

    @property
    def words(self) -> Mapping[str, str]:
        """The words of the space in the language of the page."""
        return self.vocabularies[translation.get_language() or "fr"]

    @property
    def questionnaire(self) -> bool:
        return is_questionnaire(self.draft.content)

    def find(self, item_id: str) -> Place | None:
        """The draft's own item of this id; None where there is none."""
        return find_place(self.draft.content, item_id)

    def require(self, item_id: str) -> Place:
        """The draft's own item of this id; Http404 where there is none."""
        place = self.find(item_id)
        if place is None:
            raise Http404
        return place


def with_desk(view: View) -> View:
    """Hand the draft to the view; 404 when it is not this space's, its version once it is published."""

    @wraps(view)
    def found(request: SpaceRequest, draft: UUID, **kwargs: Any) -> HttpResponseBase:
        row = find_draft(request.space.organisation, draft)
        if row is None:
            raise Http404
        if row.published_id is not None:
            messages.info(request, _("Ce guide est publié : il ne change plus."))
            return redirect("referentials:version", request.space.slug, row.published_id)
        return view(request, Desk(row, request.space.organisation), **kwargs)

    return found
