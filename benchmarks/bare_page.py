"""A page that writes one row and answers one word. What our forms are compared with, in two ways.

`least` (BARE_KIND): no middleware, and our own settings of the database. `usual`: the middleware and the
database settings that `django-admin startproject` writes.
"""

import os
from pathlib import Path

import django
from django.conf import settings

from marchepied.config import environment as env

SINGLE = Path(os.environ.get("BARE_DATA", ".")) / "bare"
SINGLE.mkdir(parents=True, exist_ok=True)
USUAL = os.environ.get("BARE_KIND") == "usual"
database = env.database(SINGLE)
if USUAL and database["ENGINE"].endswith("sqlite3"):
    database = {"ENGINE": database["ENGINE"], "NAME": str(SINGLE / "usual.sqlite3")}
elif USUAL:
    database["CONN_MAX_AGE"] = 0
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
settings.configure(
    SECRET_KEY="a secret of the measures only",
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": database},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ROOT_URLCONF=__name__,
    MIDDLEWARE=MIDDLEWARE if USUAL else [],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    USE_TZ=True,
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Row(models.Model):
    text = models.CharField(max_length=80)

    class Meta:
        app_label = "bare"
        db_table = "bare_row"


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        Row.objects.create(text=request.POST["text"])
    return HttpResponse("fait")


with connection.cursor() as cursor:
    kind = "INTEGER PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
    cursor.execute(f"CREATE TABLE IF NOT EXISTS bare_row (id {kind}, text varchar(80) NOT NULL)")
connection.close()

urlpatterns = [path("", write)]
application = WSGIHandler()
