"""Settings, from environment variables alone. docs/operations.md lists them."""

from __future__ import annotations

import logging
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

from api import databases, described
from api.variables import Variables

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = Variables()

DEBUG = env.bool("DEBUG", default=True)


def laptop_key() -> str:
    """A key of this checkout's own, so that a developer needs no variable and sessions outlive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        # Whole from its first moment, and the first of two processes has it.
        with NamedTemporaryFile("w", dir=VAR_DIR) as written:
            written.write(secrets.token_urlsafe(50))
            written.flush()
            try:
                path.hardlink_to(written.name)
            except FileExistsError:
                pass
            except OSError:  # a file system that gives a file one name alone
                path.touch(mode=0o600)
                shutil.copyfile(written.name, path)
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or (laptop_key() if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. With DEBUG=0 it must be: a long random string that stays the same "
        "(python -c 'import secrets; print(secrets.token_urlsafe(50))' prints one)."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- HTTPS: off by default, on in the documented production set ---------------------------------
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = ["^health/", "^metrics$"]  # asked from within, past the proxy that speaks HTTPS
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=False)
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=False)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_HTTPS_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- the application ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "corpus.apps.EditorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "knox",
    "import_export",
    "corpus.apps.CorpusConfig",
    "api",
]
MIDDLEWARE = [
    "api.middleware.RequestIdMiddleware",
    "api.middleware.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "api.compression.APICompressionMiddleware",
    "api.failures.AddressLengthMiddleware",
    "api.charsets.FormsMiddleware",
    "api.editors.EditorSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "api.editors.EditorAuthenticationMiddleware",
    "api.editors.EditorMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
# --- signing in: who guesses passwords waits -----------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_LOCK_MINUTES", default=15))
# Of an account and an address together: nobody locks out an editor from elsewhere, or a newsroom.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Trying on while locked does not prolong the lock.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "api.editors.address"
AXES_LOCKOUT_CALLABLE = "api.pages.locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# --- programs in the pages of other sites: off unless their origins are named -------------------
CORS_ORIGINS = env.list("CORS_ORIGINS", default=[])
CORS_ALLOW_ALL_ORIGINS = CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else CORS_ORIGINS
CORS_URLS_REGEX = r"^/api(/|$)"
CORS_ALLOW_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST")
CORS_ALLOW_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "x-request-id",
)
CORS_EXPOSE_HEADERS = (
    "Content-Disposition",
    "Deprecation",
    "ETag",
    "Last-Modified",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Sunset",
    "X-Request-ID",
)
if CORS_ORIGINS:
    INSTALLED_APPS.append("corsheaders")
    # After the request id and the counts, before whatever may answer by itself.
    MIDDLEWARE.insert(2, "corsheaders.middleware.CorsMiddleware")

ROOT_URLCONF = "api.urls"
WSGI_APPLICATION = "api.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- store --------------------------------------------------------------------------------------
# What is compiled once the server prepares too; off where a pooler gives each transaction another session.
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=not DATABASE_POOLED)
DATABASES = databases.configured(env, VAR_DIR, prepared=PREPARED_STATEMENTS, pooled=DATABASE_POOLED)
if len(DATABASES) > 1:
    DATABASE_ROUTERS = ["api.replicas.ReplicaRouter"]
    # Before whatever may read.
    MIDDLEWARE.insert(1, "api.replicas.ReplicaMiddleware")
# How long somebody who has written is answered by the primary, whatever replicas have replayed.
DATABASE_REPLICA_STICKY_SECONDS = env.int("DATABASE_REPLICA_STICKY_SECONDS", default=10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- ingest -------------------------------------------------------------------------------------
MAX_BODY_CHARACTERS = env.int("MAX_BODY_CHARACTERS", default=10_000_000)
# What reading one document may take before it fails; 0: as much as it likes.
MAX_DOCUMENT_SECONDS = env.float("MAX_DOCUMENT_SECONDS", default=900.0)
MAX_DOCUMENT_MEMORY_MB = env.int("MAX_DOCUMENT_MEMORY_MB", default=4096)

# --- watching sources ---------------------------------------------------------------------------
# Who looks after the watcher, for those whom it asks: an address of the web or of mail.
WATCH_CONTACT = env.str("WATCH_CONTACT", default="")
# Hosts that may be asked; ".example.org" stands for all below it too; empty: the hosts of the sources.
WATCH_ALLOWED_HOSTS = env.list("WATCH_ALLOWED_HOSTS", default=[])
# Loopback and private networks too: for sources inside of one's own house.
WATCH_ALLOW_PRIVATE = env.bool("WATCH_ALLOW_PRIVATE", default=False)
# The pause between two requests to one host, where its robots.txt asks for no longer one.
WATCH_DELAY_SECONDS = env.float("WATCH_DELAY_SECONDS", default=1.0)
WATCH_MAX_BYTES = env.int("WATCH_MAX_BYTES", default=25_000_000)
WATCH_MAX_SECONDS = env.float("WATCH_MAX_SECONDS", default=60.0)
# What a sitemap says to be older is passed over, since sitemaps list whole archives; 0: nothing is.
WATCH_SITEMAP_DAYS = env.int("WATCH_SITEMAP_DAYS", default=30)

# --- subscriptions ------------------------------------------------------------------------------
# Address of the site in what is sent without a request: the urls of records.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000/").rstrip("/") + "/"
SUBSCRIPTIONS_PER_ACCOUNT = env.int("SUBSCRIPTIONS_PER_ACCOUNT", default=20)
# Events of one subscription that wait; beyond them the feed keeps what is to be told.
SUBSCRIPTION_MAX_WAITING = max(1, env.int("SUBSCRIPTION_MAX_WAITING", default=10_000))
# Loopback and private networks too: for receivers inside of one's own house.
WEBHOOK_ALLOW_PRIVATE = env.bool("WEBHOOK_ALLOW_PRIVATE", default=False)
WEBHOOK_MAX_SECONDS = env.float("WEBHOOK_MAX_SECONDS", default=15.0)
# How long events that are done with, and the log of deliveries, are kept.
WEBHOOK_KEEP_DAYS = env.int("WEBHOOK_KEEP_DAYS", default=30)

# --- work on several machines -------------------------------------------------------------------
# Where workers get their messages: amqp://… or redis://…; empty: this process does the work itself, by the same tasks.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "memory://"
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="on-record")
# How long work is a worker's after its last sign of life.
LEASE_SECONDS = env.float("LEASE_SECONDS", default=60.0)
if LEASE_SECONDS <= 0:
    raise ImproperlyConfigured("LEASE_SECONDS takes a number of seconds above 0")
CELERY_TASK_ALWAYS_EAGER = CELERY_BROKER_URL == "memory://"
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL.startswith(("redis:", "rediss:")):
    # Redis gives a message out again after this time; the prefix keeps other programs' messages apart.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": max(600, int(10 * LEASE_SECONDS)),
        "global_keyprefix": f"{CELERY_TASK_DEFAULT_QUEUE}:",
    }

# --- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

# --- static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "api.static_files.WholeFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Found when it is asked for: to list all files takes longer than most requests, and each test client would do so.
WHITENOISE_AUTOREFRESH = DEBUG

# --- extraction ---------------------------------------------------------------------------------
# The folder of a trained reader; empty: the one that comes with it; "rules": no trained reader.
EXTRACTION_MODEL = env.str("EXTRACTION_MODEL", default="")

# --- the API ------------------------------------------------------------------------------------
PUBLIC_READ = env.bool("PUBLIC_READ", default=True)
# Seconds that the database may take for a request that stores nothing; 0: as long as it likes.
STATEMENT_TIMEOUT_SECONDS = env.float("STATEMENT_TIMEOUT_SECONDS", default=30.0)
THROTTLE = env.str("THROTTLE", default="on") != "off"
THROTTLE_ANONYMOUS = env.int("THROTTLE_ANONYMOUS", default=3000)
THROTTLE_EXPENSIVE = env.int("THROTTLE_EXPENSIVE", default=300)
# Processes of the server.
WEB_WORKERS = env.one_or_more("WEB_WORKERS", default=1)
# Requests that may cost much, which a process works on at a time.
WEB_THREADS = env.one_or_more("WEB_THREADS", default=3)
# Processes that read what clients send.
WEB_READERS = env.one_or_more("WEB_READERS", default=2)
# Whole result sets that one process sends at a time.
WEB_STREAMS = env.one_or_more("WEB_STREAMS", default=2)
# Requests with a body that a process works on at a time, from the body's first byte on.
WEB_BODIES = env.one_or_more("WEB_BODIES", default=4)
# Within the time that a unit of systemd gives it (docs/deploy), so that requests end before their process is killed.
WEB_STOP_SECONDS = env.int("WEB_STOP_SECONDS", default=30)
# How long a shared cache may answer by itself; a correction shows to its readers so much later.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=0)
MAX_EXTRACT_BYTES = env.int("MAX_EXTRACT_BYTES", default=2 * 1024 * 1024)
MAX_EXTRACT_SECONDS = env.float("MAX_EXTRACT_SECONDS", default=30.0)
# A folder that several processes share, so that /metrics tells of all; prometheus_client reads the variable too.
PROMETHEUS_MULTIPROC_DIR = env.str("PROMETHEUS_MULTIPROC_DIR", default="")
# Who sends it reads /metrics; empty: everybody does where everybody reads, and nobody elsewhere.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("MAX_REQUEST_BYTES", default=25 * 1024 * 1024)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.v1.authentication.StrictTokenAuthentication",
        "api.v1.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.v1.permissions.ReadOrPermitted"],
    "DEFAULT_RENDERER_CLASSES": [
        "api.v1.renderers.ORJSONRenderer",
        "api.v1.renderers.BrowsableRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.v1.negotiation.PreferringNegotiation",
    "DEFAULT_PARSER_CLASSES": ["api.v1.parsers.ORJSONParser"],
    # How many proxies in front of the server may be believed about the client's address.
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
    "DEFAULT_SCHEMA_CLASS": "api.v1.schema.AutoSchema",
    "EXCEPTION_HANDLER": "api.v1.errors.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": "format",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=365), "AUTH_HEADER_PREFIX": "Token", "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = described.SPECTACULAR

# --- logs ---------------------------------------------------------------------------------------
LOG_LEVELS = logging.getLevelNamesMapping()
LOG_LEVEL = LOG_LEVELS.get(env.str("LOG_LEVEL", default="WARNING").upper(), -1)
if LOG_LEVEL < 0:
    raise ImproperlyConfigured(f"LOG_LEVEL takes one of {', '.join(LOG_LEVELS)}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "api.logs.JSONFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
