"""The tables are what the models say, and one address says how to make them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration():
    told = StringIO()

    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=told)
    except (SystemExit, CommandError):
        pytest.fail(told.getvalue())


def test_django_finds_nothing_wrong():
    call_command("check", fail_level="WARNING", stdout=StringIO())
