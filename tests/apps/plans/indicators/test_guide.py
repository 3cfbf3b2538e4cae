"""The indicators that the guide proposes."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.plans.models import Indicator
from marchepied.apps.plans.selectors.indicators import (
    templates_for,
)
from marchepied.apps.plans.services.indicators import (
    adopt_templates,
)
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


def test_the_guide_proposes_indicators_for_the_questions_of_the_cycle(cycle, plain):
    with scope(cycle.organisation):
        offered = templates_for(cycle, [])
        chosen = [offered[0].id, offered[1].id]
        adopt_templates(cycle=cycle, template_ids=chosen, language="fr", by=None)
        added = list(Indicator.objects.order_by("position"))
        assert [row.template_id for row in added] == chosen
        assert plain(added[0].name) == "Âge de la carte des personnes concernées"
        assert "Date du jour moins date de la dernière relecture" in added[0].definition
        assert added[0].formula == ""
        assert not set(chosen) & {template.id for template in templates_for(cycle, added)}
        with pytest.raises(ValidationError, match="n’est plus proposé"):
            adopt_templates(cycle=cycle, template_ids=chosen, language="fr", by=None)
        with pytest.raises(ValidationError, match="Cochez au moins un indicateur"):
            adopt_templates(cycle=cycle, template_ids=[], language="fr", by=None)


@pytest.fixture
def cycle():
    load_shipped_referentials()
    return open_space(name="L’Atelier", legal_form="association", axis_id="theme-5", by=PersonFactory())
