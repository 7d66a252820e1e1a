"""Settings of sign-in: accounts, lock-out, passwords, sessions, enrolment.

The figures are an installation's own: tighter than the ordinary level-two assessment of GB/T 22239-2019 asks.
"""

from __future__ import annotations

from datetime import timedelta

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "yichuang.kernel.access.passwords.LengthValidator", "OPTIONS": {"least": 10, "most": 128}},
    {"NAME": "yichuang.kernel.access.passwords.KindsValidator", "OPTIONS": {"least": 3}},
    {"NAME": "yichuang.kernel.access.passwords.WorkerNumberValidator"},
    {"NAME": "yichuang.kernel.access.passwords.CommonValidator"},
    {"NAME": "yichuang.kernel.access.passwords.PastPasswordValidator", "OPTIONS": {"last": 5}},
]
# A password lasts this many days, then the next sign-in asks for a new one; 0: for ever.
PASSWORD_DAYS = 90

# Lock-out of one worker number at one address; never of an address, since a hall sits behind one.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the journal tells who signed in
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# what somebody types as a login name may be anything, even a telephone number: only its keyed hash is kept
AXES_USERNAME_CALLABLE = "yichuang.kernel.access.address.name_of"
AXES_CLIENT_IP_CALLABLE = "yichuang.kernel.access.address.of"
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # our own door answers a locked-out sign-in

# A staff session ends this long after the sign-in, and this long after the last act in it.
SESSION_HOURS = 12
SESSION_IDLE_MINUTES = 30
SESSION_COOKIE = "yichuang_session"
DEVICE_COOKIE = "yichuang_device"
ENROL_CODE_MINUTES = 15
ENROL_TRIES = 10

CSRF_COOKIE_NAME = "yichuang_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "/sign-in/"
