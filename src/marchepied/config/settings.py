"""Settings, all from environment variables (docs/reference/settings.md lists them)."""

from pathlib import Path

from django.utils.csp import CSP

from marchepied.config import environment as env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "insecure-secret-for-development-and-the-demo-only"  # noqa: S105 (refused below)

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
PRODUCTION = env.flag("PRODUCTION")
SECRET_KEY = env.text("SECRET_KEY", DEFAULT_SECRET)
DATA_DIR = env.path("DATA_DIR", Path("data"))
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
OPERATOR_NAME = env.text("OPERATOR_NAME")
OPERATOR_CONTACT = env.text("OPERATOR_CONTACT")
HOSTING_NAME = env.text("HOSTING_NAME")

if SECRET_KEY == DEFAULT_SECRET and not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}:
    raise env.ConfigurationError(
        "le secret par défaut est public : il ne sert que sur votre machine. Pour répondre sous un autre nom "
        "(MARCHEPIED_ALLOWED_HOSTS), donnez MARCHEPIED_SECRET_KEY (« marchepied secret » en écrit un)."
    )
if PRODUCTION:
    if SECRET_KEY == DEFAULT_SECRET or len(SECRET_KEY) < 40:
        raise env.ConfigurationError(
            "MARCHEPIED_SECRET_KEY doit être un secret à vous d’au moins 40 caractères "
            "(« marchepied secret » en écrit un)."
        )
    if DEBUG:
        raise env.ConfigurationError(
            "MARCHEPIED_DEBUG montre le code aux visiteurs ; retirez-le en production."
        )
    if DEMO:
        raise env.ConfigurationError("MARCHEPIED_DEMO ouvre un espace à tous ; retirez-le en production.")
    if not OPERATOR_NAME or not OPERATOR_CONTACT:
        raise env.ConfigurationError(
            "les mentions légales demandent MARCHEPIED_OPERATOR_NAME et MARCHEPIED_OPERATOR_CONTACT."
        )

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks_db",
    "marchepied.core",
    "marchepied.apps.places",
    "marchepied.apps.organisations",
    "marchepied.apps.referentials",
    "marchepied.apps.evidence",
    "marchepied.apps.meetings",
    "marchepied.apps.participation",
    "marchepied.apps.deliberation",
    "marchepied.apps.listening",
    "marchepied.apps.diagnosis",
    "marchepied.apps.plans",
    "marchepied.apps.networks",
    "marchepied.apps.restitution",
    "marchepied.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After whitenoise, which has compressed files of its own; Django pads pages against guessing by size.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marchepied.web.shared.middleware.LanguageMiddleware",
    "marchepied.web.shared.middleware.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marchepied.web.shared.middleware.BrowserPowersMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "marchepied.config.urls"
WSGI_APPLICATION = "marchepied.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marchepied.web.shared.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        },
    }
]

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "marchepied_cache",
        # It holds the brakes on codes: at Django's 300 rows, a crowd (or whoever makes one) releases them.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "public:sign-in"
LOGIN_REDIRECT_URL = "organisations:home"
ACCOUNT_ADAPTER = "marchepied.web.organisations.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# The code that signs somebody in has just proved their address: nothing else to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,4/5m/key",
    "invite_member": "40/h/user",
    # Each sends 500 mails at most: anybody may open a space, nobody may flood mailboxes from it.
    "invite_participants": "10/h/user,30/d/user",
    # A call, a reading, a guide handed over: each writes to people who did not ask for it.
    "write_to_members": "10/h/user,30/d/user",
    # By the link of a group, without an account; a whole room may share one address.
    "propose_by_link": "60/h/ip",
    # The same of statements proposed in a deliberation.
    "talk_by_link": "120/h/ip",
    # The registers open to anybody: what is sent, said again, supported.
    "listen_by_link": "40/h/ip",
    "reply_by_code": "40/h/ip",
    "support_by_link": "120/h/ip",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Behind a reverse proxy every visitor would otherwise share the proxy's own address, and its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A 300-question form sends a level and a comment for each question.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
EVIDENCE_MAX_BYTES = env.number("EVIDENCE_MAX_MEGABYTES", 20) * 1024 * 1024

MAILERS = {"default": env.mail(env.text("EMAIL_URL", "console"))}
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Marchepied <ne-pas-repondre@localhost>")

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "marchepied.web.public.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "langue"
if PRODUCTION:
    HTTPS = not env.flag("PLAIN_HTTP")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
    SECURE_SSL_REDIRECT = False  # the reverse proxy does it; it must send X-Forwarded-Proto
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_codes": {"()": "marchepied.config.logs.HideCodes"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    # Those that write the addresses of requests.
    "loggers": {
        name: {"filters": ["hide_codes"]}
        for name in ("django.request", "django.security.csrf", "django.server")
    },
}
# Months after its closing when the key that links one person's answers of a round is erased.
RESPONDENT_KEY_MONTHS = env.number("RESPONDENT_KEY_MONTHS", 6)
