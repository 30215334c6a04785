"""Settings for the server of the browser tests: the product's own, with a quicker hash of passwords, and no worker."""

from soteria_tracker.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # done before the page answers
