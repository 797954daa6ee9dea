"""Every setting of the project, read from the environment.

`.env` beside manage.py is read too; the environment beats it. `.env.example` explains each one.
A value that cannot be meant stops the start with its variable, the value and what is allowed.
"""

import re
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.utils.csp import CSP
from environs import Env, EnvError, ValidationError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def read[T](parse: Callable[..., T], name: str, allowed: str, **options: Any) -> T:
    """The variable's value; `allowed` is what the message says when `parse` refuses it."""
    try:
        return parse(name, **options)
    except EnvError:
        found = env.str(name, "")
    # A password inside a URL and a key are not for the terminal, nor for whoever reads its log.
    shown = re.sub(r"://.*@", "://…@", found)
    if name in {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "SOURCE_KEY"}:
        shown = f"…, {len(found)} characters" if found else ""
    sys.exit(f"{name} is {shown or 'not set'}. Allowed: {allowed}.")


def one_of[T](values: set[T]) -> Callable[[T], None]:
    def check(value: T) -> None:
        if value not in values:
            raise ValidationError("unknown")

    return check


def matching(pattern: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if not re.fullmatch(pattern, value):
            raise ValidationError("malformed")

    return check


def hosts(value: list[str]) -> None:
    """No wildcard: a page must not repeat a host name that somebody made up."""
    for host in value:
        matching(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")(host)


def fernet_keys(keys: list[str]) -> None:
    for key in keys:
        matching(r"[\w-]{43}=")(key)


def long_enough(keys: list[str]) -> None:
    for key in keys:
        matching(r".{50,}")(key)


# ---- The installation -------------------------------------------------------------------------

DEBUG = read(env.bool, "DEBUG", "true or false", default=False)
SECRET_KEY = read(
    env.str, "SECRET_KEY", "at least 50 random characters", validate=matching(r".{50,}")
)
# Keys that were in use before: what they signed is still believed, nothing new is signed.
SECRET_KEY_FALLBACKS = read(
    env.list,
    "SECRET_KEY_FALLBACKS",
    "former keys of at least 50 characters, separated by commas",
    default=[],
    validate=long_enough,
)
# The keys of confidential sources' identities: the first encrypts, the others still decrypt.
SOURCE_KEYS = read(
    env.list,
    "SOURCE_KEY",
    "a key of Fernet.generate_key(), and former ones behind it with commas",
    default=[],  # then no identity can be kept; `./run serve` does not start
    validate=fernet_keys,
)
ALLOWED_HOSTS = read(
    env.list,
    "ALLOWED_HOSTS",
    "host names separated by commas, without wildcard or port",
    default=["localhost", "127.0.0.1", "[::1]"],  # the demo's; nothing else is served from it
    validate=hosts,
)
# True where readers come by https, through a proxy that says so in X-Forwarded-Proto.
HTTPS = read(env.bool, "HTTPS", "true or false", default=not DEBUG)
# Where readers and the desk find the newsroom, for addresses in mail.
ADDRESS = read(
    env.str,
    "ADDRESS",
    "an address as https://news.example",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if HTTPS else "http://localhost:8000",
    validate=matching(r"https?://[^/\s]+"),
)
# How many proxies of ours a reader's request passes, each of which adds to X-Forwarded-For.
TRUSTED_PROXIES = read(
    env.int, "TRUSTED_PROXIES", "a number, 0 to 9", default=0, validate=one_of(set(range(10)))
)
# Kept files, collected static files and the embedded server's data live here.
VAR = read(env.path, "NEWSROOM_VAR", "a folder's path", default=BASE_DIR / "var").absolute()

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- The newsroom -----------------------------------------------------------------------------

NEWSROOM_NAME = read(env.str, "NEWSROOM_NAME", "the paper's name", default="The Concordance")
PRINCIPAL_LIST = read(
    env.str,
    "PRINCIPAL_LIST",
    "the code of a list, such as ofac-sdn",
    default="ofac-sdn",
    validate=matching(r"[-a-zA-Z0-9_]+"),
)
# Which lists the worker fetches by itself (sanctions/fetching.py).
FETCH_LISTS = read(
    env.list,
    "FETCH_LISTS",
    "imported, codes of lists such as ofac-sdn separated by commas, or nothing",
    default=["imported"],
)
TIME_ZONE = read(
    env.str,
    "TIME_ZONE",
    "a zone of the IANA database, such as Europe/Madrid",
    default="UTC",
    validate=one_of(available_timezones()),
)
USE_TZ = True
LANGUAGE_CODE = "en-gb"
USE_I18N = True
FORMAT_MODULE_PATH = "newsroom.formats"

# ---- The database -----------------------------------------------------------------------------

DATABASE_URL = read(
    env.str,
    "DATABASE_URL",
    "postgresql://user:password@host:port/name, or nothing for the embedded server",
    default="",
    validate=matching(r"|postgres(ql)?://.*/[^/?]+(\?.*)?"),
)
# More than 0 keeps that many connections open for a server's threads; a command needs only one.
_pool_size = read(env.int, "DATABASE_POOL", "a number, 0 for no pool", default=0)

DATABASES: dict[str, Any] = {
    "default": read(env.dj_db_url, "DATABASE_URL", "a URL with a port that is a number")
    if DATABASE_URL
    else {"ENGINE": "newsroom.embedded", "NAME": "newsroom"}
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if _pool_size:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 0,
        "max_size": _pool_size,
        "timeout": 10,  # seconds a request waits for a free connection
    }

# What is kept ready for readers (newsroom/reading/memory.py), in each process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 300},  # a long story's page takes about a megabyte
    }
}

# ---- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django_ox",  # these first: newsroom.admin takes their screens away
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "newsroom",
    "sanctions",
    "newsroom.adminsite.NewsroomDeskConfig",  # django.contrib.admin under our name
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "django_filters",
    "django_prose_editor",
    "pgtrigger",
]

MIDDLEWARE = [
    "newsroom.middleware.ClientAddressMiddleware",  # first: all that follows believes REMOTE_ADDR
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.SecurityHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.middleware.MethodsMiddleware",
    "newsroom.middleware.PatienceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # 304 for a page that has not changed
    "newsroom.gate.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "newsroom.typed.TypedMiddleware",
    "newsroom.gate.GateMiddleware",
    "newsroom.middleware.NoteUserMiddleware",
    "newsroom.audit.ActingMiddleware",  # inside of what finds out who asks
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as its documentation asks
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
            ],
        },
    },
]

# ---- Who may enter ----------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
# Length is what helps; which characters, nobody is told. Asked only where a password is chosen:
# those that are older stay as they are.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
]
AUTH_PASSWORD_VALIDATORS += [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Five wrong passwords for one name from one address: then none is looked at for a quarter of an
# hour. newsroom/login.py counts two things more.
AXES_HANDLER = "newsroom.login.Attempts"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # whoever goes on trying makes it no longer
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "newsroom.login.locked_out"
# What a form held is kept with a wrong password, in the clear: not what is typed into these.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "typed",  # a story's text may come with a login (newsroom/typed.py)
    "old_password",
    "new_password1",
    "new_password2",
    "code",
    "next",
    "csrfmiddlewaretoken",
]

# Whether those who read identities or administer need a code beside the password to get in. To read
# an identity it is needed whatever stands here.
SECOND_FACTOR = read(env.bool, "SECOND_FACTOR", "true or false", default=HTTPS)
# What an app calls its codes (newsroom/second_factor.py).
OTP_TOTP_ISSUER = NEWSROOM_NAME

# How long somebody stays logged in: while they do nothing, and altogether (newsroom/sessions.py).
SESSION_ENGINE = "newsroom.sessions"
SESSION_IDLE_MINUTES = read(
    env.int,
    "SESSION_IDLE_MINUTES",
    "a number, 5 to 720",
    default=30,
    validate=one_of(set(range(5, 721))),
)
SESSION_HOURS = read(
    env.int, "SESSION_HOURS", "a number, 1 to 24", default=12, validate=one_of(set(range(1, 25)))
)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# With this prefix a browser takes a cookie by https alone, from this very host, for all of it: no
# neighbour below the same domain can plant one.
_COOKIES = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIES}session"
CSRF_COOKIE_NAME = f"{_COOKIES}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Not Strict: whoever follows a link to the desk from the daily mail is logged in there.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Not in a cookie: a message may name what only the desk may read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ---- What a browser may do with our pages -----------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],  # the nonce: the story editor's import map is inline
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by machines that stand behind the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # Whether the whole domain is ours, and goes into browsers' lists, is its owner's decision.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# ---- Work that nobody waits for ---------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "OPTIONS": {
            "SCHEDULES": {
                "resolve_dates": {
                    "task": "sanctions.tasks.resolve_dates",
                    "every": timedelta(minutes=1),
                },
                "fetch_lists": {
                    "task": "sanctions.tasks.fetch_lists",  # it knows which list is due
                    "every": timedelta(minutes=5),
                },
                "check_claims": {
                    "task": "newsroom.tasks.check_claims",  # it knows what has changed
                    "every": timedelta(minutes=1),
                },
                "send_digest": {
                    "task": "newsroom.tasks.send_digest",  # it knows the hour, and who has had it
                    "every": timedelta(hours=1),
                },
                "check_all_claims": {
                    "task": "newsroom.tasks.check_all_claims",
                    "every": timedelta(days=1),
                    "phase": timedelta(hours=2),  # in the night, UTC
                },
                "suggest_parties": {
                    "task": "sanctions.tasks.suggest_parties",
                    "every": timedelta(days=1),
                    "phase": timedelta(hours=4),
                },
                "tidy": {
                    "task": "newsroom.tasks.tidy",
                    "every": timedelta(days=1),
                    "phase": timedelta(hours=3),  # in the night, UTC
                },
            },
        },
    },
}

# ---- Mail -------------------------------------------------------------------------------------

# The desk's daily digest is all that is mailed (newsroom/digest.py), by the server named here.
EMAIL_URL = read(
    env.str,
    "EMAIL_URL",
    "submission://user:password@host:587, smtp://host:25, console: to print mail, or nothing",
    default="" if HTTPS else "console:",
    validate=matching(r"|console:|(submission|smtp)://([^@/]*@)?[\w.\-]+(:\d{1,5})?/?"),
)
MAILERS: dict[str, Any] = {}
if EMAIL_URL:
    _mail = env.dj_email_url("EMAIL_URL", default=EMAIL_URL)
    MAILERS["default"] = {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"] or "",
            "password": _mail["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": _mail["EMAIL_USE_TLS"],
            "use_ssl": _mail["EMAIL_USE_SSL"],
            "timeout": 30,  # seconds; without it a worker would wait for ever
        }
        if _mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
        else {},
    }
else:
    SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "mail.W001"]
DEFAULT_FROM_EMAIL = MAIL_FROM = read(
    env.str, "MAIL_FROM", "an address, also with a name", default="newsroom@localhost"
)
DIGEST_HOUR = read(
    env.int, "DIGEST_HOUR", "a number, 0 to 23", default=7, validate=one_of(set(range(24)))
)

# ---- The log ----------------------------------------------------------------------------------

# What may be in it, and what never: newsroom/logs.py. No error is mailed.
DEFAULT_EXCEPTION_REPORTER_FILTER = "newsroom.logs.HidingFilter"
LOG_FORMAT = read(
    env.str, "LOG_FORMAT", "text or json", default="text", validate=one_of({"text", "json"})
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsroom.logs.JsonFormatter"},
        "text": {"()": "newsroom.logs.TextFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # what was refused has its request's line
        "django.server": {"handlers": [], "propagate": True},
        # Anybody may send a wrong Host; its request has a line like any other.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of every HEAD, whose body it leaves out
        "axes": {"level": "CRITICAL"},  # its lines name whoever was typed in; logs.py has ours
        "newsroom": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}

# ---- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "kept"  # has no address: what is kept is served by views alone
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.storage.HashedStaticFilesStorage"
    },
}
