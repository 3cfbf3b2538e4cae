"""A pilot, from sign-up to the account of the assembly, with five groups who answer on their own devices."""

import re
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.journeys.conftest import PHONE
from tests.journeys.screens import do_now, read_pdf, read_tree, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How many people of each group answer, and the level that they choose in turn.
GROUPS = {
    "Salariés": (8, (4, 5, 4, 4)),
    "Bénéficiaires": (9, (1, 2, 1, 2, 1)),
    "Bénévoles": (6, (4, 3)),
    "Administrateurs": (4, (5,)),
    "Partenaires": (5, (3, 4)),
}
CLOSED = "Le questionnaire est clos. Merci à toutes celles et ceux qui ont répondu."
TOLD = (
    "La Ruche du Canal",
    "On demande quand ça va mal ; le reste du temps, on oublie.",
    "Des bénéficiaires disent que personne ne leur répond.",
)
ARTICLE = """- 'article "Bénéficiaires : plutôt du côté « jamais ». Salariés : plutôt du côté « on décide ensemble »."':
  - paragraph: Regards éloignés
  - 'heading "Bénéficiaires : plutôt du côté « jamais ». Salariés : plutôt du côté « on décide ensemble »." [level=2]'
  - paragraph: Ici, demande-t-on leur avis aux bénéficiaires ?
  - figure "L’échelle va de « jamais » à « on décide ensemble ».":
    - text: L’échelle va de « jamais » à « on décide ensemble ».
    - list:
      - listitem:
        - text: Bénéficiaires
        - img "plutôt du côté « jamais », à l’écart des autres groupes"
        - text: 5 à 9 réponses
      - listitem:
        - text: Salariés
        - img "plutôt du côté « on décide ensemble »"
        - text: 5 à 9 réponses
      - listitem:
        - text: Bénévoles
        - img "plutôt du côté « on décide ensemble »"
        - text: 5 à 9 réponses
      - listitem: "Administrateurs moins de cinq réponses : non montré"
      - listitem:
        - text: Partenaires
        - img "plutôt entre « jamais » et « on décide ensemble »"
        - text: 5 à 9 réponses
  - link "En parler en réunion"
  - button "En faire un sujet à débattre par écrit"
  - group: Voir le tableau
  - link "Comment est-ce calculé ?"
"""  # noqa: E501 (what a screen reader meets, line by line)
REPLY = """- main:
  - article:
    - heading "Ce que vous avez dit, ce qui va suivre" [level=1]
    - paragraph: 32 réponses, de 5 groupes.
    - heading "Question par question" [level=2]
    - heading "Ici, demande-t-on leur avis aux bénéficiaires ?" [level=3]
    - term: Vous avez dit
    - definition: "Bénéficiaires : plutôt du côté « jamais ». Salariés : plutôt du côté « on décide ensemble »."
    - term: On a décidé
    - definition: On demande quand ça va mal ; le reste du temps, on oublie.
    - term: Ce que c’est devenu
    - definition: à faire Créer un rendez-vous régulier où les bénéficiaires et l’équipe préparent les choix (d’ici le DATE)
    - definition: à faire Dessiner la carte des personnes concernées et fixer la date de sa relecture (d’ici le DATE)
    - heading "Quand vous donnez votre avis ici, que se passe-t-il ensuite ?" [level=3]
    - term: Vous avez dit
    - definition: "Bénéficiaires : plutôt du côté « on ne me demande rien ». Salariés : plutôt du côté « je vois ce qui change »."
    - term: On a décidé
    - definition:
      - text: Chacun a en tête un autre moment de l’année.
      - emphasis: Un désaccord demeure.
    - group: 3 autres questions, sans décision cette année
    - paragraph: Écrit par La Ruche du Canal le DATE, après vos réponses.
"""  # noqa: E501


def open_space(page: Any) -> None:
    sign_up(page, "claire@exemple.fr")
    page.get_by_role("textbox", name="Nom").fill("La Ruche du Canal")
    page.get_by_role("combobox").first.select_option(label="Association")
    page.get_by_role("radio", name="Le lien avec les usagers").check()
    page.get_by_role("button", name="Commencer").click()


def call_groups(page: Any) -> None:
    """Choose the five groups that are proposed, with their head-counts, and open the questionnaire."""
    do_now(page, "Dire où vous en êtes", skip=True)
    do_now(page, "Choisir les groupes à qui demander leur avis")
    page.get_by_role("link", name="Choisir les groupes").click()
    for name, (people, _levels) in GROUPS.items():
        assert page.get_by_role("checkbox", name=name, exact=True).is_checked()
        page.get_by_role("spinbutton", name=f"{name} : combien, à peu près ?", exact=True).fill(str(people))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", level=1, name="5 groupes vont donner leur avis.").wait_for()
    page.get_by_role("heading", name="« Administrateurs » : 4 personnes, trop peu").wait_for()
    page.get_by_role("link", name="Ouvrir le questionnaire").click()
    page.get_by_role("button", name="Ouvrir le questionnaire").click()
    page.get_by_role("heading", level=1, name="Le questionnaire est ouvert.").wait_for()


def read_links(page: Any) -> dict[str, str]:
    """The address of each group, from the page where the pilot invites it."""
    links = {}
    pages = {
        name: page.get_by_role("link", name=f"Inviter : {name}", exact=True).get_attribute("href")
        for name in GROUPS
    }
    for name, invite in pages.items():
        page.goto(invite)
        link = page.get_by_role("link", name="Ouvrir comme un participant").get_attribute("href")
        links[name] = re.sub(r"^https?://[^/]+", "", link)
    return links


def answer_by_pointer(page: Any, link: str, levels: tuple[int, ...]) -> None:
    """One question a screen, then « Envoyer »."""
    page.goto(link)
    page.get_by_role("button", name="Commencer").click()
    for number in range(count_questions(page)):
        page.locator("[data-question]:visible").get_by_role("radio").nth(
            levels[number % len(levels)] - 1
        ).check()
        page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_role("heading", level=1, name="C’est envoyé. Merci.").wait_for()


def answer_by_keyboard(page: Any, link: str, levels: tuple[int, ...]) -> None:
    page.goto(link)
    reach(page, "Commencer")
    page.keyboard.press("Enter")
    for number in range(count_questions(page)):
        page.keyboard.press("Tab")  # from the heading to « Écouter la question »
        page.keyboard.press("Tab")  # to the choices
        for _press in range(levels[number % len(levels)]):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    reach(page, "Envoyer mes réponses")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="C’est envoyé. Merci.").wait_for()


def answer_without_script(page: Any, link: str, levels: tuple[int, ...]) -> None:
    page.goto(link)
    for number in range(count_questions(page)):
        level = levels[number % len(levels)]
        page.locator("[data-question]").nth(number).get_by_role("radio").nth(level - 1).check()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_role("heading", level=1, name="C’est envoyé. Merci.").wait_for()


def reach(page: Any, name: str) -> None:
    for _press in range(40):
        page.keyboard.press("Tab")
        if name in (page.evaluate("document.activeElement.innerText") or ""):
            return
    raise AssertionError(f"not reached: {name}")


def count_questions(page: Any) -> int:
    return int(page.locator("[data-total]").get_attribute("data-total"))


def answer_by_post(url: str, levels: tuple[int, ...], turn: int) -> None:
    """What a browser sends, from a device of its own, for the people whom nobody watches."""
    device = build_opener(HTTPCookieProcessor(CookieJar()))
    form = device.open(url).read().decode()
    nonce = re.search(r'name="envoi" value="([^"]+)"', form).group(1)
    total = int(re.search(r'data-total="(\d+)"', form).group(1))
    given = {f"q{number}": levels[(number + turn) % len(levels)] for number in range(1, total + 1)}
    answered = device.open(url, data=urlencode({"envoi": nonce, **given}).encode())
    assert answered.url == f"{url}merci/"


def let_groups_answer(links: dict[str, str], new_page: Any, base: str) -> None:
    """In each group, one person in a real browser of their own, the others by the same sending."""
    ways = {
        "Salariés": lambda: (answer_by_keyboard, new_page()),
        "Bénéficiaires": lambda: (answer_by_pointer, new_page(PHONE)),
        "Bénévoles": lambda: (answer_without_script, new_page(PHONE, java_script_enabled=False)),
    }
    for name, (people, levels) in GROUPS.items():
        answer, page = ways.get(name, lambda: (answer_by_pointer, new_page()))()
        answer(page, links[name], levels)
        page.context.close()
        for turn in range(1, people):
            answer_by_post(base + links[name], levels, turn)


def close_and_show(page: Any, plain: Any) -> None:
    page.get_by_role("heading", level=1, name="32 personnes sur 32 ont répondu.").wait_for()
    page.get_by_role("link", name="Clore le questionnaire").click()
    page.get_by_role("button", name="Clore maintenant").click()
    assert page.get_by_role("status").inner_text() == CLOSED
    page.get_by_role("link", name="Voir où les avis se rejoignent").click()
    page.get_by_role("heading", name="4 groupes ont assez répondu pour être montrés.").wait_for()
    heard = page.get_by_role("region", name="Qui a répondu").get_by_role("listitem").all_inner_texts()
    assert [plain(line) for line in heard] == [
        "Bénéficiaires 9 sur 9 sera montré",
        "Salariés 8 sur 8 sera montré",
        "Bénévoles 6 sur 6 sera montré",
        "Administrateurs 4 sur 4 caché : moins de cinq réponses",
        "Partenaires 5 sur 5 sera montré",
    ]
    page.get_by_role("button", name="Montrer les avis").click()
    page.get_by_role("heading", level=1, name="Cinq questions méritent qu’on en parle.").wait_for()
    assert read_tree(page.get_by_role("article").first) == ARTICLE.split("\n")[:-1]


def decide(
    page: Any, *, level: str, words: str, agreement: str, disagreement: str = "", by: str = ""
) -> None:
    page.get_by_role("button", name="Décider", exact=True).click()
    page.get_by_role("radio", name=level).check()
    page.get_by_role("textbox", name="Avec nos mots").fill(words)
    page.get_by_role("radio", name=agreement).check()
    if disagreement:
        page.get_by_role("textbox", name="Le désaccord qui demeure").fill(disagreement)
        page.get_by_role("textbox", name="Qui le garde").fill(by)
    page.get_by_role("button", name="Noter cette décision").click()
    page.locator(".decided").filter(has_text=words).wait_for()


def meet(page: Any) -> None:
    """Two questions are decided in the room, the second one with a disagreement."""
    page.get_by_role("link", name="Préparer la réunion").click()
    page.get_by_role("button", name="Projeter la première question").click()
    decide(
        page,
        level="Parfois, quand il y a un problème.",
        words="On demande quand ça va mal ; le reste du temps, on oublie.",
        agreement="Tout le monde est d’accord",
    )
    page.get_by_role("button", name="Question suivante").click()
    decide(
        page,
        level="Pas de réponse commune",
        words="Chacun a en tête un autre moment de l’année.",
        agreement="Un désaccord demeure",
        disagreement="Des bénéficiaires disent que personne ne leur répond.",
        by="deux bénéficiaires",
    )
    page.get_by_role("link", name="Quitter l’écran").click()
    page.get_by_role("link", name="Relire les 2 décisions déjà prises").click()
    page.get_by_role("heading", level=1, name="2 questions sont décidées.").wait_for()
    page.get_by_text("Des bénéficiaires disent que personne ne leur répond.").wait_for()


def choose_actions(page: Any) -> None:
    page.get_by_role("link", name="Choisir les actions").click()
    for place in range(2):  # each check waits for its box: a list read at once could still be the last page's
        page.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name="Mettre dans le plan").click()
    page.get_by_role("heading", name="À faire, par date").wait_for()
    page.get_by_role("link", name="Démarche", exact=True).click()


def tell_everybody(page: Any) -> None:
    do_now(page, "Dire à chacun ce qu’on a décidé")
    page.get_by_role("button", name="Publier au lien de chacun").click()
    page.get_by_role("heading", level=1, name="Chacun peut lire ce qu’on a décidé.").wait_for()


def see_the_reply(phone: Any, link: str) -> None:
    """At the address by which they answered, people read what was decided."""
    phone.goto(link)
    assert read_tree(phone.locator("main")) == REPLY.split("\n")[:-1]
    phone.context.close()


def take_the_pack(page: Any) -> bytes:
    page.get_by_role("link", name="Démarche", exact=True).click()
    do_now(page, "Préparer le dossier de l’assemblée")
    page.get_by_role("link", name="Figer cette édition").click()
    page.get_by_role("button", name="Figer l’édition").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF de l’édition 1").click()
    return Path(waiting.value.path()).read_bytes()


def test_from_sign_up_to_the_assembly(new_page, live_server, plain):
    load_shipped_referentials()
    page = new_page()
    open_space(page)
    call_groups(page)
    groups_page = page.url
    links = read_links(page)
    let_groups_answer(links, new_page, live_server.url)
    page.goto(groups_page)
    close_and_show(page, plain)
    meet(page)
    choose_actions(page)
    tell_everybody(page)
    see_the_reply(new_page(PHONE), links["Bénéficiaires"])
    told = read_pdf(take_the_pack(page))
    assert [sentence for sentence in TOLD if sentence not in told] == []
