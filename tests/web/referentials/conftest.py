"""A space with a small guide to add to, a draft, and people of each role."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft
from marchepied.apps.referentials.services import add_item, start_draft
from marchepied.core.scope import scope
from marchepied.engines.referential.editing import find_place
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.referentials import ReferentialVersionFactory, question, text


@pytest.fixture
def desk(client, db):
    """`organisation`, `base`, `draft`, `sign_in(role)`, `url(name, item)`, `put(words)`, `item(id)`…"""
    organisation, author = OrganisationFactory(name="Le Lavoir"), PersonFactory(name="Awa Diop")
    base = ReferentialVersionFactory()
    with scope(organisation):
        draft = start_draft(
            organisation=organisation, title=text("Nos ajouts"), purpose=text("Voir."), base=base, by=author
        )

    def put(words="Qui rappelle ?", parent="t1-d1", **more):
        item = question("x", **{"levers": ["t1-d1-levier"], "statement": text(words), **more})
        with scope(organisation):
            fresh = Draft.objects.get(pk=draft.pk)
            return add_item(draft=fresh, kind="question", parent=parent, item=item, by=author)

    def item(item_id):
        with scope(organisation):
            place = find_place(Draft.objects.get(pk=draft.pk).content, item_id)
        return place.item if place else None

    def sign_in(role=Role.FACILITATOR, **more):
        member = MembershipFactory(organisation=organisation, role=role, **more)
        client.force_login(member.person)
        return member.person

    def url(name, *more):
        own = [] if name in {"guides", "guide-new", "version", "version-next"} else [draft.pk]
        return reverse(f"referentials:{name}", args=[organisation.slug, *own, *more])

    def read(address, status=200):
        response = client.get(address)
        assert response.status_code == status
        return BeautifulSoup(response.content, "html.parser").main

    return SimpleNamespace(
        organisation=organisation,
        author=author,
        base=base,
        draft=draft,
        put=put,
        item=item,
        sign_in=sign_in,
        url=url,
        read=read,
    )
