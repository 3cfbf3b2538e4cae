"""The board of ideas, without an account: proposing, supporting, following."""

import pytest

from marchepied.apps.listening.models import Idea, IdeaSupport, IdeaWord
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.tracking import code_of_idea
from marchepied.apps.listening.services import (
    add_idea_group,
    close_register,
    decide,
    discuss,
    merge_ideas,
    note_on_idea,
    refuse_idea,
)
from marchepied.apps.plans.services import ActionContent, change_action_state
from marchepied.apps.plans.services.listening import take_up_idea
from marchepied.apps.referentials.selectors import guide_version
from tests.conftest import StrictClient
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import commune_of, envelope, open_one, propose


def text_of(response, plain):
    return plain(response.content.decode())


def test_an_idea_is_proposed_on_a_commune_and_gives_a_code(client, suggest, plain):
    commune_of()
    response = suggest(text="Sous le tilleul.", commune="Colmar", reach="department", theme_id="theme-5")
    row = Idea.objects.get()
    assert (row.commune.name, row.reach, row.theme_id, row.visibility) == (
        "Colmar", "department", "theme-5", "waiting",
    )  # fmt: skip
    page = text_of(client.get(response["Location"]), plain)
    assert "Merci, votre idée est arrivée." in page
    assert code_of_idea(row) in page
    assert "Haut-Rhin (68)" in page
    assert client.cookies == {}


def test_a_commune_with_several_homonyms_is_chosen_and_nothing_is_lost(suggest, plain):
    commune_of("68066", "Colmar")
    commune_of("57001", "Colmar", search_key="colmar")
    response = suggest(commune="Colmar")
    page = text_of(response, plain)
    assert response.status_code == 422
    assert 'value="57001"' in page
    assert "Un banc à l’ombre" in page
    assert suggest(commune="Colmar", commune_picked="57001").status_code == 302
    assert Idea.objects.get().commune_id == "57001"


def test_ideas_that_look_alike_are_shown_before_sending(client, ideas, suggest, plain):
    known = propose(ideas, "Ouvrir le jardin le dimanche")
    response = suggest("Le jardin ouvert dimanche")
    page = text_of(response, plain)
    assert (response.status_code, Idea.objects.count()) == (200, 1)
    assert "Ces idées ressemblent à la vôtre." in page
    assert f"/idees/{code_of(ideas)}/{known.number}/" in page
    assert suggest("Le jardin ouvert dimanche", vues="1").status_code == 302
    assert Idea.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [({"seconds": 0}, "C’est parti très vite."), ({"site": "x"}, "Un champ caché a été rempli")],
)
def test_a_refusal_says_why_and_loses_nothing(suggest, plain, more, said):
    response = suggest(**more, signed="Nadia")
    page = text_of(response, plain)
    assert response.status_code == 422
    assert said in page
    assert 'value="Nadia"' in page
    assert Idea.objects.count() == 0


def test_the_board_says_what_became_of_each(client, house, ideas, plain):
    kept = propose(ideas, "Un banc à l’ombre", commune=commune_of(), reach="commune")
    decide(idea=kept, accepted=True, reason="Deux bénévoles sont d’accord.", by=house.pilot)
    propose(ideas, "Une serre", shown=False)
    refuse_idea(idea=propose(ideas, "Une pub"), reason="Publicité.", by=house.pilot)
    url = f"/idees/{code_of(ideas)}/"
    page = text_of(client.get(url), plain)
    assert "Un banc à l’ombre" in page
    assert "Deux bénévoles sont d’accord." in page
    assert not any(title in page for title in ("Une serre", "Une pub"))
    assert "Aucune idée ne répond à cela." in text_of(client.get(url, {"lieu": "commune-1"}), plain)
    assert "Un banc à l’ombre" in text_of(
        client.get(url, {"lieu": "department-68", "etat": "accepted"}), plain
    )


def test_what_is_not_on_the_board_is_not_found(client, house, ideas):
    hidden = [propose(ideas, "Une serre", shown=False)]
    hidden.append(refuse_idea(idea=propose(ideas, "Une pub"), reason="Publicité.", by=house.pilot))
    codes = [client.get(f"/idees/{code_of(ideas)}/{row.number}/").status_code for row in hidden]
    assert codes == [404, 404]
    assert client.get(f"/idees/{code_of(ideas)}/99999999999999999999/").status_code == 404


def test_an_idea_merged_leads_to_the_other(client, house, ideas):
    one, other = propose(ideas, "Un banc"), propose(ideas, "Des bancs")
    merge_ideas(idea=other, into=one, by=house.pilot)
    response = client.get(f"/idees/{code_of(ideas)}/{other.number}/")
    assert response["Location"] == f"/idees/{code_of(ideas)}/{one.number}/"


def test_a_device_supports_once_and_takes_it_back(client, ideas, plain):
    row = propose(ideas)
    url = f"/idees/{code_of(ideas)}/{row.number}/"
    assert "Soutenir cette idée" in text_of(client.get(url), plain)
    for _time in range(2):
        assert client.post(url, {"gesture": "support"})["Location"] == url
    assert "1 personne soutient cette idée." in text_of(client.get(url), plain)
    other = StrictClient()
    other.post(url, {"gesture": "support"})
    assert IdeaSupport.objects.count() == 2
    assert "Retirer mon soutien" in text_of(client.get(url), plain)
    client.post(url, {"gesture": "withdraw"})
    assert IdeaSupport.objects.count() == 1


def test_the_mark_of_a_device_is_for_the_ideas_alone(client, ideas):
    client.post(f"/idees/{code_of(ideas)}/{propose(ideas).number}/", {"gesture": "support"})
    cookie = client.cookies["soutien"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/idees/", True, "Lax")
    client.cookies["soutien"] = "forged"
    client.post(f"/idees/{code_of(ideas)}/1/", {"gesture": "withdraw"})
    assert IdeaSupport.objects.count() == 1


def test_supports_from_one_place_have_a_pace(client, ideas, settings, plain):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "support_by_link": "1/h/ip"}
    url = f"/idees/{code_of(ideas)}/{propose(ideas).number}/"
    client.post(url, {"gesture": "support"})
    response = StrictClient().post(url, {"gesture": "support"})
    assert response.status_code == 422
    assert "Beaucoup de messages sont partis d’ici." in text_of(response, plain)
    assert IdeaSupport.objects.count() == 1


def test_what_the_house_says_is_public_and_what_the_author_says_is_not(client, house, ideas, plain):
    row = propose(ideas)
    discuss(idea=row, text="Qui ouvrirait ?", by=house.pilot)
    note_on_idea(idea=row, text="Encore lui.", by=house.pilot)
    follow = f"/suivi/{code_of_idea(row)}/"
    client.post(follow, {"text": "Moi, au 06 00.", **envelope()})
    public = text_of(client.get(f"/idees/{code_of(ideas)}/{row.number}/"), plain)
    author = text_of(client.get(follow), plain)
    assert "Qui ouvrirait ?" in public
    assert "06 00" in author
    assert not any(word in public for word in ("06 00", "Encore lui"))
    assert "Encore lui" not in author
    assert IdeaWord.objects.count() == 3


def test_the_author_follows_the_action_without_its_words(client, house, ideas, plain):
    row = propose(ideas)
    cycle = CycleFactory(organisation=house, version=guide_version())
    action = take_up_idea(
        idea=row, cycle=cycle, content=ActionContent(title="Clé secrète"), reason="Oui.", by=house.pilot
    )
    change_action_state(action=action, state="doing", by=house.pilot)
    for url in (f"/suivi/{code_of_idea(row)}/", f"/idees/{code_of(ideas)}/{row.number}/"):
        page = text_of(client.get(url), plain)
        assert "Elle est dans notre plan d’actions (en cours)." in page
        assert "Clé secrète" not in page


def test_a_group_proposes_by_its_link_when_the_box_is_kept_inside(client, house, plain):
    box = open_one(house, "ideas", openness="inside")
    group = add_idea_group(register=box, name="L’atelier du matin", by=house.pilot)
    assert client.get(f"/idees/{code_of(box)}/").status_code == 404
    url = f"/idees/{code_of(box, group)}/proposer/"
    assert "dans le groupe « L’atelier du matin »" in text_of(client.get(url), plain)
    client.post(url, {"title": "Un banc", **envelope()})
    assert Idea.objects.get().group == group


def test_a_closed_box_still_shows_what_became_of_ideas(client, house, ideas, plain):
    row = propose(ideas)
    close_register(register=ideas, by=house.pilot)
    url = f"/idees/{code_of(ideas)}/"
    assert "La boîte est fermée pour le moment." in text_of(client.get(url), plain)
    assert client.get(url + "proposer/")["Location"] == url
    client.post(url + "proposer/", {"title": "Encore", **envelope()})
    assert "Soutenir cette idée" not in text_of(client.get(f"{url}{row.number}/"), plain)
    assert Idea.objects.count() == 1
