"""Addresses of the tenancy."""

from django.urls import path

from marchepied.web.organisations import demo
from marchepied.web.organisations.views import account, house, people, spaces

app_name = "organisations"
HOUSE = "e/<slug:space>/maison/"
urlpatterns = [
    path("mes-espaces/", spaces.home, name="home"),
    path("mon-compte/", account.account, name="account"),
    path("mon-compte/deconnecter-partout/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("mon-compte/supprimer/", account.account_delete, name="account-delete"),
    path("communes/", house.communes, name="communes"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("demo/pilote/<str:token>/", demo.sign_in_as_demo_pilot, name="demo"),
    path(HOUSE, house.house, name="house"),
    path(f"{HOUSE}profil/", house.profile, name="profile"),
    path(f"{HOUSE}projet/", house.lines, name="lines"),
    path(f"{HOUSE}mots/", house.words, name="words"),
    path(f"{HOUSE}mots/exemple/", house.words_example, name="words-example"),
    path(f"{HOUSE}lieux/ajouter/", house.site_add, name="site-add"),
    path(f"{HOUSE}lieux/<uuid:site>/", house.site_edit, name="site"),
    path(f"{HOUSE}lieux/<uuid:site>/retirer/", house.site_delete, name="site-delete"),
    path(f"{HOUSE}supprimer/", house.delete, name="delete"),
    path(f"{HOUSE}personnes/", people.people, name="people"),
    path(f"{HOUSE}personnes/inviter/", people.invite, name="invite"),
    path(f"{HOUSE}personnes/partir/", people.leave, name="leave"),
    path(f"{HOUSE}personnes/<uuid:member>/", people.member, name="member"),
    path(f"{HOUSE}personnes/<uuid:member>/retirer/", people.member_remove, name="member-remove"),
    path(
        f"{HOUSE}personnes/invitations/<uuid:invitation>/renvoyer/",
        people.invitation_resend,
        name="invitation-resend",
    ),
    path(
        f"{HOUSE}personnes/invitations/<uuid:invitation>/annuler/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
]
