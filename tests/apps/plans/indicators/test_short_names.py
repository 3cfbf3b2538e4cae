"""The short names by which formulas know indicators."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.models import Indicator
from marchepied.apps.plans.selectors.indicators import (
    IndicatorContent,
)
from marchepied.apps.plans.services.indicators import (
    update_indicator,
)
from tests.apps.plans.indicators.measures import add

pytestmark = pytest.mark.django_db


def test_a_new_short_name_is_written_in_the_formulas(organisation):
    size = add(organisation, "Effectif")
    add(organisation, "b", formula="effectif*2+ abs( effectif)")
    update_indicator(indicator=size, content=IndicatorContent(name="Effectif", key="équipe"), by=None)
    assert Indicator.objects.get(key="b").formula == "équipe * 2 + abs(équipe)"


@pytest.mark.parametrize("key", ["si", "a b", "a.b", "3a", "a" * 41])
def test_a_short_name_that_formulas_cannot_read_is_refused(organisation, key):
    with pytest.raises(ValidationError) as caught:
        add(organisation, "Taux", key=key)
    assert list(caught.value.message_dict) == ["key"]


def test_a_short_name_is_taken_once(organisation):
    add(organisation, "Taux")
    assert add(organisation, "Taux").key == "taux_2"
    with pytest.raises(ValidationError, match="porte déjà"):
        add(organisation, "Autre", key="taux")
