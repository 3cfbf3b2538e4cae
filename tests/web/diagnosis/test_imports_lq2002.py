"""The real file, by the pages: uploaded, imported, released, and read where figures are explained."""

import csv
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db

# All but two people of this group chose the same level: the page says « presque toutes », without numbers.
NEARLY_ALL = "48"


def test_the_page_shows_the_published_rwg_of_each_group(client, shared_data):
    likert = shared_data / "likert"
    membership = MembershipFactory()
    client.force_login(membership.person)
    file = SimpleUploadedFile("lq2002.csv", (likert / "lq2002.csv").read_bytes())
    sent = client.post(reverse("diagnosis:import", args=[membership.organisation.slug]), {"file": file})
    form = client.get(sent.url).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"scale": "1-5"}
    for index, header in enumerate(form.table.headers):
        if header != "COMPID" and not re.fullmatch(r"LEAD\d\d", header):
            fields[f"role-{index}"] = "ignore"
    checked = client.post(sent.url, fields, follow=True)
    assert checked.context["found"]["people"] == 2042
    crossed = client.post(checked.request["PATH_INFO"], follow=True).request["PATH_INFO"]
    client.post(f"{crossed}montrer/")
    page = client.get(f"{crossed}lead01/").content.decode()
    table = page[page.index("L’accord dans chaque groupe") :]
    shown = {
        name: float(cells[1])
        for name, cells in (
            (row[1], re.findall(r'<data value="([^"]+)">', row[2]))
            for row in re.finditer(
                r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', table[: table.index("</table>")]
            )
        )
    }
    with (likert / "ref_lq2002_rwg_lead01.csv").open(encoding="utf-8") as reference:
        expected = {row["grpid"]: float(row["rwg"]) for row in csv.DictReader(reference)}
    assert len(expected) == 49
    assert set(expected) - set(shown) == {NEARLY_ALL}
    assert shown == {name: pytest.approx(expected[name], abs=1e-6) for name in shown}
