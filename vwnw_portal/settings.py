"""All settings, read from typed environment values. `.env.example` documents every one of them.

What lives here: configuration only. What does not: anything that queries or computes an answer.
"""

import re
import secrets
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# --- Where it runs ---------------------------------------------------------------------------------------

PRODUCTION = env.bool("PRODUCTION", False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG and PRODUCTION are both on: leave DEBUG out of the environment.")


def _local_secret_key() -> str:
    """Return this machine's own key, made on first use, so that a fresh clone needs no set-up."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is empty: set it to a long random text (see .env.example).")
    SECRET_KEY = _local_secret_key()
# Keys of before: what they signed stays good, and nothing new is signed with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
LEAST_KEY_LENGTH = 50
if PRODUCTION and min(map(len, [SECRET_KEY, *SECRET_KEY_FALLBACKS])) < LEAST_KEY_LENGTH:
    raise ImproperlyConfigured(
        f"SECRET_KEY, or one of SECRET_KEY_FALLBACKS, is shorter than {LEAST_KEY_LENGTH} characters: whoever guesses "
        "it opens every link (see .env.example)."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty: name the host names of this site, with commas between.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- Who runs it -----------------------------------------------------------------------------------------

# Shown on the pages and in the mails (templatetags/sender.py). Empty: they say what will stand there.
OWNER_NAME = env.str("OWNER_NAME", "").strip()
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "").strip()
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", "").strip()
COMPLAINT_WAY = env.str("COMPLAINT_WAY", "").strip()
_told = {
    "OWNER_NAME": (OWNER_NAME, "who runs this portal"),
    "CONTACT_EMAIL": (CONTACT_EMAIL, "where to write"),
    "PRIVACY_CONTACT": (PRIVACY_CONTACT, "whom to ask about their data"),
    "COMPLAINT_WAY": (COMPLAINT_WAY, "how to complain"),
}
_untold = [f"{name} is empty: readers must know {what}." for name, (value, what) in _told.items() if not value]
if PRODUCTION and _untold:
    raise ImproperlyConfigured(f"{' '.join(_untold)} Fill it in (see .env.example).")

# Where to tell of a hole in the security (machines.py): addresses of mail or of a page. Empty: nothing is said of it.
SECURITY_CONTACT = [one if ":" in one else f"mailto:{one}" for one in map(str.strip, env.list("SECURITY_CONTACT", []))]
if any(re.fullmatch(r"(https://|mailto:[^\s@]+@|tel:\+)[^\s@]+", one) is None for one in SECURITY_CONTACT):
    raise ImproperlyConfigured(
        "SECURITY_CONTACT must be a mail address, a page (https://...) or a phone number (tel:+31...), with commas "
        "between (see .env.example)."
    )

# --- What it is made of ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "vwnw_portal",
    "referrals",
    "services",
    "regions",
    "vwnw_portal.apps.ClosedAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "vwnw_portal.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vwnw_portal.headers.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vwnw_portal.sign_in.second_factor.SecondFactorMiddleware",
    "vwnw_portal.gate.GateMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vwnw_portal.demo.NoDemoMiddleware",
    "vwnw_portal.middleware.NotLoadedMiddleware",
]

ROOT_URLCONF = "vwnw_portal.urls"
WSGI_APPLICATION = "vwnw_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# In a cookie: a message must not make a session row for a visitor who has no account.
MESSAGE_STORAGE = "vwnw_portal.messages.MessageStorage"
SIGNING_BACKEND = "referrals.signed_values.BoundedSigner"

# --- Data ------------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
# A request waits for the database so long that gunicorn need not end its worker (gunicorn.conf.py); a command may wait.
# See docs/decisions/waiting-has-an-end.md.
SERVES_REQUESTS = "vwnw_portal.wsgi" in sys.modules
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers go on while one writes, a writer waits its turn, what was confirmed survives a power cut, and what was
    # deleted is overwritten.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5 if SERVES_REQUESTS else 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "vwnw_portal.postgresql"
    DATABASES["default"]["OPTIONS"] = (
        {"connect_timeout": 2, "answer_within": 10, "options": "-c lock_timeout=5s -c statement_timeout=8s"}
        if SERVES_REQUESTS
        else {"connect_timeout": 10, "options": "-c lock_timeout=60s"}
    ) | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURES_DIR = BASE_DIR / "fixtures"
# The worked examples of the rules: the suite tests them, the pages of the rules show them.
EXAMPLES_DIR = FIXTURES_DIR / "rule_examples"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Language and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# `make assets` builds the browser's files from npm packages and our own sources into var/assets.
ASSETS_DIR = VAR_DIR / "assets"
ASSETS_DIR.mkdir(parents=True, exist_ok=True)
# static/ holds the sources; what the build makes of them is what is served.
STATICFILES_DIRS = [ASSETS_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Staff accounts --------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "vwnw_portal.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Who has no account gets no mail: anybody could have the portal mail anybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Its own limits live in the memory of one process; ours hold for all (referrals/rate_limits.py).
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An account has one address. A change asks who it is, and is made once the new address is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "add_email": "vwnw_portal.sign_in.forms.ChangeAddressForm",
    "change_password": "vwnw_portal.sign_in.forms.ChangePasswordForm",
    "login": "vwnw_portal.sign_in.forms.LoginForm",
    "reauthenticate": "vwnw_portal.sign_in.forms.ReauthenticateForm",
    "reset_password": "vwnw_portal.password_reset.ResetPasswordForm",
    "reset_password_from_key": "vwnw_portal.sign_in.forms.ResetPasswordKeyForm",
}
# The second step: a code of an app, with recovery codes, or a passkey, which always asks who holds it.
MFA_ADAPTER = "vwnw_portal.sign_in.factors.StaffFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "VWNW-portaal"
# Addresses of staff were given by an administrator, so no mail has to prove them first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "vwnw_portal.sign_in.forms.ActivateAppForm",
    "add_webauthn": "vwnw_portal.sign_in.forms.AddKeyForm",
    "authenticate": "vwnw_portal.sign_in.forms.AuthenticateForm",
    "authenticate_webauthn": "vwnw_portal.sign_in.forms.AuthenticateKeyForm",
    "edit_webauthn": "vwnw_portal.sign_in.forms.RenameKeyForm",
    "login_webauthn": "vwnw_portal.sign_in.forms.LoginKeyForm",
    "reauthenticate": "vwnw_portal.sign_in.forms.ReauthenticateCodeForm",
    "reauthenticate_webauthn": "vwnw_portal.sign_in.forms.ReauthenticateKeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/beheer/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "vwnw_portal.sign_in.passwords.LongestPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "vwnw_portal.sign_in.passwords.GuessablePasswordValidator"},
]
# A session ends so long after signing in, and after so long without anybody there.
SESSION_HOURS = env.int("SESSION_HOURS", 12)
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_SESSION_REMEMBER = False

# --- Mail ------------------------------------------------------------------------------------------------

# All mail goes through the queue; `send_mail` empties it over the transport.
EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"
# Without a mail server the mail is printed on the console.
EMAIL_HOST = env.str("EMAIL_HOST", "")
MAIL_TRANSPORT = (
    "referrals.mail.transport.SmtpBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
_mail_stays_here = EMAIL_HOST in ("", "localhost", "127.0.0.1", "::1")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", not _mail_stays_here)
if not (EMAIL_USE_TLS or _mail_stays_here):
    raise ImproperlyConfigured("EMAIL_USE_TLS is off and EMAIL_HOST is another machine: mail would be read on the way.")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "vwnw-portaal@example.org")
# Where mail that cannot be delivered comes back to (the envelope's sender); empty: to the sender that readers see.
BOUNCE_EMAIL = env.str("BOUNCE_EMAIL", "")
# How the site's own address begins in mail that no request asked for, such as a reminder.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")

# --- What browsers keep ----------------------------------------------------------------------------------

# A public answer that seldom changes: the work area of one provider.
KEPT_BY_BROWSERS_SECONDS = 60 * 60

# --- How long things are kept -----------------------------------------------------------------------------

# A case that an employer chose to keep, since then or since its last working day where that is later: three months,
# after which other work is clearly harder to find.
KEPT_CASE_DAYS = env.int("KEPT_CASE_DAYS", 93)
# An employer who has not confirmed the address by then does not want to go on.
UNCONFIRMED_CASE_DAYS = env.int("UNCONFIRMED_CASE_DAYS", 3)
# After the last that happened in a referred case: the time in which people ask how it went, and an answer comes.
CASE_DETAILS_DAYS = env.int("CASE_DETAILS_DAYS", 180)
# A mail is of use to find out what went wrong with it, and after that it is not.
MAIL_DAYS = env.int("MAIL_DAYS", 30)
# Rate limits look back one day.
ATTEMPT_DAYS = env.int("ATTEMPT_DAYS", 1)
# The key that recognises a returning employer goes this long after its year: the figures of that year are final then.
DIGEST_KEY_DAYS = env.int("DIGEST_KEY_DAYS", 90)
# A record is checked every year: after that a proposal of before the check says nothing any more.
PROPOSAL_DAYS = env.int("PROPOSAL_DAYS", 365)
# Who could not be reached, and who was asked by mail, says nothing beside a check of a year later.
CONTACT_ATTEMPT_DAYS = env.int("CONTACT_ATTEMPT_DAYS", 365)
SELF_CHECK_DAYS = env.int("SELF_CHECK_DAYS", 365)
# A record that was put away until a day is back in the list then; the mark goes a month later.
SNOOZE_DAYS = env.int("SNOOZE_DAYS", 30)
# Who invited whom to the desk is asked about within a year; who had which rights, within two.
INVITATION_DAYS = env.int("INVITATION_DAYS", 365)
STAFF_EVENT_DAYS = env.int("STAFF_EVENT_DAYS", 730)
# A file that staff sent in is looked at, and taken back, within a season; what a record said before, within five years.
IMPORT_PLAN_DAYS = env.int("IMPORT_PLAN_DAYS", 90)
HISTORY_DAYS = env.int("HISTORY_DAYS", 1825)
# What somebody typed and did not save, and drafts after they were published or thrown away.
AUTOSAVE_DAYS = env.int("AUTOSAVE_DAYS", 7)
DRAFT_DAYS = env.int("DRAFT_DAYS", 90)
PRESENCE_DAYS = env.int("PRESENCE_DAYS", 1)

# --- Waiting for an answer, in Dutch working days -----------------------------------------------------------

# A provider is reminded on these working days after it got a referral, and a link it gets lives until the next one.
REMINDER_WORKING_DAYS = env.list("REMINDER_WORKING_DAYS", [3, 6], subcast=int)
# Two weeks of work without an answer is no answer: the employer's clock ticks.
SILENCE_WORKING_DAYS = env.int("SILENCE_WORKING_DAYS", 10)
# So often silent, one after another, and a provider is not referred to until its record is confirmed.
SILENCES_IN_A_ROW = env.int("SILENCES_IN_A_ROW", 3)
# Response times are shown from this many referrals on: below it they say more about chance than about the provider.
RESPONSES_TO_SHOW = env.int("RESPONSES_TO_SHOW", 5)
# Days after a yes on which both sides are asked how it went.
ASK_OUTCOME_DAYS = env.list("ASK_OUTCOME_DAYS", [60, 120], subcast=int)

# --- Against abuse ------------------------------------------------------------------------------------------

# What is counted, and in which time, stands in referrals/rate_limits.py.
# How many cases a day may be sent from one network address, and to one mailbox for confirmation.
CASES_PER_ADDRESS = env.int("CASES_PER_ADDRESS", 10)
CASES_PER_MAILBOX = env.int("CASES_PER_MAILBOX", 3)
# How many of them may be confirmed, and how many cases kept, a day from one network address.
CONFIRMATIONS_PER_ADDRESS = env.int("CONFIRMATIONS_PER_ADDRESS", 20)
KEPT_CASES_PER_ADDRESS = env.int("KEPT_CASES_PER_ADDRESS", 30)
# How often a day a new link may be asked for, from one network address and for one request.
NEW_LINKS_PER_ADDRESS = env.int("NEW_LINKS_PER_ADDRESS", 20)
NEW_LINKS_PER_REQUEST = env.int("NEW_LINKS_PER_REQUEST", 3)
# How many moves a day that mail somebody may be made behind private links, from one network address.
MOVES_PER_ADDRESS = env.int("MOVES_PER_ADDRESS", 300)
# How often a day a forgotten password may be asked for, from one network address and for one mailbox.
RESETS_PER_ADDRESS = env.int("RESETS_PER_ADDRESS", 10)
RESETS_PER_MAILBOX = env.int("RESETS_PER_MAILBOX", 3)
# How many mails a day leave to one mailbox because somebody asked for them, and how many for whatever reason.
ASKED_MAILS_PER_MAILBOX = env.int("ASKED_MAILS_PER_MAILBOX", 10)
MAILS_PER_MAILBOX = env.int("MAILS_PER_MAILBOX", 200)
# How many mistakes in records a day may be reported from one network address.
REPORTS_PER_ADDRESS = env.int("REPORTS_PER_ADDRESS", 20)
# How many comparisons a day may be mailed from one network address, and to one mailbox; the same one in a quarter of an
# hour is a button that was pressed twice.
COMPARISONS_PER_ADDRESS = env.int("COMPARISONS_PER_ADDRESS", 20)
COMPARISONS_PER_MAILBOX = env.int("COMPARISONS_PER_MAILBOX", 5)
COMPARISONS_ALIKE = 1
# The same of what an employee mails to an address of their own.
NEAR_HELP_MAILS_PER_ADDRESS = env.int("NEAR_HELP_MAILS_PER_ADDRESS", 20)
NEAR_HELP_MAILS_PER_MAILBOX = env.int("NEAR_HELP_MAILS_PER_MAILBOX", 5)
NEAR_HELP_MAILS_ALIKE = 1
# The same of plans.
PLAN_MAILS_PER_ADDRESS = env.int("PLAN_MAILS_PER_ADDRESS", 20)
PLAN_MAILS_PER_MAILBOX = env.int("PLAN_MAILS_PER_MAILBOX", 5)
PLAN_MAILS_ALIKE = 1
# How many questions an hour the endpoint answers for one network address.
API_CALLS_PER_ADDRESS = env.int("API_CALLS_PER_ADDRESS", 600)
# How many wrong passwords are taken: for one name from one network address in a quarter of an hour, and from one
# network address in an hour. And how many wrong codes of a second factor for one account in an hour.
PASSWORDS_PER_NAME = env.int("PASSWORDS_PER_NAME", 5)
PASSWORDS_PER_ADDRESS = env.int("PASSWORDS_PER_ADDRESS", 50)
CODES_PER_ACCOUNT = env.int("CODES_PER_ACCOUNT", 10)
# Nobody reads what is shared, and decides, in less.
SECONDS_TO_READ = env.int("SECONDS_TO_READ", 3)

# --- Links of organisations ---------------------------------------------------------------------------------

# No setting for whoever runs the portal: only a test has servers of its own to ask.
LINK_CHECKS_ASK_LOOPBACK = False

# --- Health -------------------------------------------------------------------------------------------------

# With less room on the disk the portal says that it is not ready (/gezond/klaar/).
LEAST_FREE_MEGABYTES = env.int("LEAST_FREE_MEGABYTES", 100)

# --- Security --------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = PRODUCTION
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
# Where the proxy says from which address a request comes, and how many of our proxies each add one there.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", "").strip()
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1, validate=validate.Range(min=1))
if BEHIND_TLS_PROXY and not CLIENT_ADDRESS_HEADER:
    raise ImproperlyConfigured(
        "BEHIND_TLS_PROXY is on and CLIENT_ADDRESS_HEADER is empty: all readers would share the limits of the proxy. "
        "Name the header in which it says where a request comes from, such as X-Forwarded-For (see .env.example)."
    )
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Being on the list that browsers carry can hardly be undone: the owner of the domain decides.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # asks for that list
    "security.W003",  # looks for Django's check of forms by name; headers.CsrfMiddleware is that one
]
SECURE_REFERRER_POLICY = "same-origin"
# With this name browsers take a cookie from this very host alone, over TLS: no other site of the domain can set one.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_ENGINE = "vwnw_portal.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_AGE = None  # gone when the browser closes
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# A tile server draws a background under the map; none by default, the outlines suffice. Pages may show pictures of its
# host, and of no other.
MAP_TILE_URL = env.str("MAP_TILE_URL", "")
MAP_TILE_ATTRIBUTION = env.str("MAP_TILE_ATTRIBUTION", "")
_tile_host = re.match(r"(https://[\w.:-]+|http://(localhost|127\.0\.0\.1)(:\d+)?)/", MAP_TILE_URL)
if MAP_TILE_URL and not (_tile_host and all(part in MAP_TILE_URL for part in ("{z}", "{x}", "{y}"))):
    raise ImproperlyConfigured(
        "MAP_TILE_URL must be an address with {z}, {x} and {y}, such as https://tiles.example.org/{z}/{x}/{y}.png (see "
        ".env.example)."
    )

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([_tile_host[1]] if _tile_host else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Logs ------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "vwnw_portal.logs.WithoutSecrets",
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    # Django's own handlers go: what they write passes no formatter of ours.
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": ["stderr"], "propagate": False},
        # Who signed in, who could not, and what changed of an account: always written.
        "vwnw_portal.sign_in": {"level": "INFO"},
    },
    "root": {"handlers": ["stderr"], "level": env.log_level("LOG_LEVEL", "WARNING")},
}
