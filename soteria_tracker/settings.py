"""Settings. Values that differ between installations come from the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


DEBUG = _is_on("SOTERIA_DEBUG")
HTTPS = _is_on("SOTERIA_HTTPS")
SECRET_KEY = os.environ.get("SOTERIA_SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SOTERIA_SECRET_KEY. `python3 dev.py run` creates one for you.")
ALLOWED_HOSTS = os.environ.get("SOTERIA_ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS]

INSTALLED_APPS = [
    # ours before Django's own: the `flush` command of recommendations replaces Django's
    "soteria_tracker.operations",
    "soteria_tracker.web",
    "forces",
    "recommendations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "simple_history",
    "django_tables2",
    "django_filters",
    "django_tasks_db",
    "csp",
    "django.forms",
    "soteria_tracker.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "soteria_tracker.web.middleware.RequestLimit",
    "soteria_tracker.web.as_at.AsAtMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "forces.people.sessions.SessionLimits",
    "forces.people.middleware.SignInRequired",
    "forces.people.access_log.AccessLog",
    "forces.people.middleware.ReaderOfTheDay",
    "forces.people.middleware.SecondFactorRequired",
    "forces.bodies.middleware.EarlierAddresses",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "soteria_tracker.urls"
WSGI_APPLICATION = "soteria_tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "soteria_tracker.web.context.page",
                "forces.people.context.people",
                "recommendations.pages.common.menu.menu",
            ],
        },
    }
]
FORM_RENDERER = "soteria_tracker.web.forms.Renderer"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# Databases: SQLite by default; PostgreSQL by DATABASE_URL, a socket in ?host= included.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'register.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # a write locks from its first statement, so that two people who save one action wait for each other
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Compiling a query takes longer than running any of ours; counts of the whole country are done in memory, and
    # from an index alone, which the planner prefers only if it knows that a disc has no slow random reads; and
    # choosing the best of all orders to join 13 tables takes 10 times longer than joining them.
    options = "-c jit=off -c work_mem=32MB -c random_page_cost=1.1 -c join_collapse_limit=4 -c from_collapse_limit=4"
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", options)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in
AUTH_USER_MODEL = "forces.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "soteria_tracker.web.passwords.GuessablePasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "forces.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator adds each person; no one signs up
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without a box to tick
ACCOUNT_FORMS = {
    "login": "soteria_tracker.web.sign_in.LoginForm",
    "reset_password": "soteria_tracker.web.sign_in.ResetPasswordForm",
    "change_password": "soteria_tracker.web.sign_in.ChangePasswordForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of each change to how someone signs in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no email to people who have no account
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Soteria Tracker: "
# How many proxies of our own each request passes. They add the address of the client to X-Forwarded-For; without this
# number everyone seems to come from the nearest one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SOTERIA_TRUSTED_PROXIES", "0"))
# An office may share one address: what one person there gets wrong must not lock out the others. The keys: a person at
# an address, and in the last a person wherever they are.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/5m/ip,10/5m/key",
    "login_failed_anywhere": "100/h/key",
}
MFA_ADAPTER = "forces.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no one signs up: an address comes from the person who added the account
MFA_TOTP_ISSUER = "Soteria Tracker"
MFA_TOTP_TOLERANCE = 1  # a clock may be 30 seconds slow or fast
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys on http:// to this machine only
MFA_FORMS = {
    "authenticate": "soteria_tracker.web.sign_in.AuthenticateForm",
    "reauthenticate": "soteria_tracker.web.sign_in.ConfirmCodeForm",
    "activate_totp": "soteria_tracker.web.sign_in.ActivateAppForm",
    "add_webauthn": "soteria_tracker.web.sign_in.AddPasskeyForm",
    "edit_webauthn": "soteria_tracker.web.sign_in.RenamePasskeyForm",
}
# Sign-in at an organisation's own provider, such as Microsoft Entra ID
OIDC_SERVER = os.environ.get("SOTERIA_OIDC_SERVER", "")
OIDC_GROUPS_CLAIM = os.environ.get("SOTERIA_OIDC_GROUPS_CLAIM", "groups")
OIDC_HAS_SECOND_FACTOR = _is_on("SOTERIA_OIDC_HAS_SECOND_FACTOR")  # the provider asks everyone for one
_OIDC_APP = {
    "provider_id": "organisation",
    "name": os.environ.get("SOTERIA_OIDC_NAME", "Microsoft"),
    "client_id": os.environ.get("SOTERIA_OIDC_CLIENT_ID", ""),
    "secret": os.environ.get("SOTERIA_OIDC_CLIENT_SECRET", ""),
    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC_APP] if OIDC_SERVER else []}}
SOCIALACCOUNT_ADAPTER = "forces.people.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address at a provider proves nothing
# everyone, writers or off; where it is not set, everyone in a real register and no one in a demonstration
SECOND_FACTOR = os.environ.get("SOTERIA_SECOND_FACTOR", "")
if SECOND_FACTOR not in {"", "everyone", "writers", "off"}:
    raise ImproperlyConfigured("SOTERIA_SECOND_FACTOR is one of: everyone, writers, off.")
SESSION_COOKIE_AGE = int(os.environ.get("SOTERIA_SESSION_HOURS", "9")) * 3600
SESSION_IDLE_SECONDS = int(os.environ.get("SOTERIA_IDLE_MINUTES", "60")) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CSRF_FAILURE_VIEW = "forces.people.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        # browsers apply this to where a form leads in the end, too: to the provider's page
        "form-action": ["'self'", *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER))] if OIDC_SERVER else [])],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
# Each process has its own cache for what is kept under exact keys, which never has to be cleared.
_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 24 * 3600}
CACHES = {
    # allauth counts failed sign-ins here; the processes of one installation share it
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a flood of addresses evicts nothing that others got wrong
    },
    # counts the requests of each data address; in a table of its own, so that they evict no failed sign-in
    "data_addresses": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "data_address_requests",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "counts": _IN_MEMORY | {"LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    "template_fragments": _IN_MEMORY | {"LOCATION": "fragments", "OPTIONS": {"MAX_ENTRIES": 1_000}},
}
# Work that takes longer than a second: `manage.py db_worker` does it, from a queue in the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Email: without a host none is sent, and nothing of it is logged
EMAIL_BACKEND = "forces.people.email.Backend"
EMAIL_HOST = os.environ.get("SOTERIA_EMAIL_HOST", "")
EMAIL_TLS = os.environ.get("SOTERIA_EMAIL_TLS", "starttls").lower()  # or "ssl", or "off" for a server on this machine
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_TLS == "starttls", EMAIL_TLS == "ssl"
EMAIL_PORT = int(os.environ.get("SOTERIA_EMAIL_PORT") or {"ssl": 465, "off": 25}.get(EMAIL_TLS, 587))
EMAIL_HOST_USER = os.environ.get("SOTERIA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SOTERIA_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("SOTERIA_EMAIL_SENDER", "")

# Language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = len(LANGUAGES) > 1  # to look up each text in a catalogue takes up to a tenth of a page
FORMAT_MODULE_PATH = "soteria_tracker.formats"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(os.environ.get("SOTERIA_MEDIA", ROOT / "var" / "media"))
FIXTURES = ROOT / "fixtures"

# Limits: the request limit is higher than the limits of all fields of a form together
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a response has about five for each recommendation
EVIDENCE_LIMIT = 10 * 1024 * 1024
REGISTER_FILE_LIMIT = 1024 * 1024
REQUEST_LIMIT = EVIDENCE_LIMIT + DATA_UPLOAD_MAX_MEMORY_SIZE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "soteria_tracker.web.log_filter.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # it warns about each line of a style sheet that is for browsers only
    "loggers": {
        "weasyprint": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
