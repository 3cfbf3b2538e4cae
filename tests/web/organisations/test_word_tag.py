"""The organisation's own words in templates."""

import pytest
from django.template import Context, Template
from django.utils import translation

from marchepied.apps.organisations.models import Organisation
from marchepied.web.shared.access import Space


def render(source, **context):
    return Template("{% load words %}" + source).render(Context(context))


def make_space(**own):
    return Space(Organisation(name="Ici", legal_form="mutuelle", vocabulary=own), None)


def test_a_page_of_a_space_uses_its_words():
    space = make_space(members="societaires")
    text = '{% word "members" %}, {% word "of_the_board" %}, {% word "members" capital=True %}'
    assert render(text, space=space) == "sociétaires, du conseil d’administration, Sociétaires"


def test_the_words_follow_the_language():
    with translation.override("en"):
        assert render('{% word "volunteers" %}', space=make_space()) == "volunteers"


def test_a_page_that_brings_its_vocabulary_uses_it():
    assert render('{% word "members" %}', space=make_space(), vocabulary={"members": "voisins"}) == "voisins"


def test_a_page_of_no_space_uses_the_general_words():
    assert render('{% word "members" %}') == "membres"


def test_a_word_is_never_markup():
    assert render('{% word "users" %}', space=make_space(users="<i>gens</i>")) == "&lt;i&gt;gens&lt;/i&gt;"


def test_a_term_that_does_not_exist_fails():
    with pytest.raises(KeyError):
        render('{% word "chiefs" %}', space=make_space())
