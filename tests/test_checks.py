"""Start-up complaints: each asked directly, and the whole of them as an operator would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from voicelab import checks

ROOT = Path(__file__).resolve().parent.parent


def ids(messages):
    return [message.id for message in messages]


def test_good_encryption_keys_pass(settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), Fernet.generate_key().decode()]
    assert checks.encryption_keys() == []


@pytest.mark.parametrize("wrong", ["", "hunter2", "ключ", "a" * 44])
def test_a_wrong_encryption_key_is_named_by_its_place_and_never_shown(settings, wrong):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), wrong]
    (error,) = checks.encryption_keys()
    assert error.id == "voicelab.E001"
    assert error.is_serious()
    assert "Key 2" in error.msg
    assert not wrong or wrong not in str(error)


def test_a_data_folder_that_cannot_be_written_to_is_an_error(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert checks.data_folder() == []
    settings.DATA_DIR = tmp_path / "gone"
    assert ids(checks.data_folder()) == ["voicelab.E002"]


@pytest.mark.parametrize(
    ("on", "local", "said"),
    [(True, True, []), (False, False, []), (False, True, []), (True, False, ["voicelab.W001"])],
)
def test_practice_belongs_on_ones_own_machine(settings, on, local, said):
    settings.PRACTICE, settings.SITE_IS_LOCAL = on, local
    assert ids(checks.practice()) == said


@pytest.mark.parametrize(
    ("https", "local", "said"),
    [(True, False, []), (False, True, []), (False, False, ["voicelab.W002"])],
)
def test_a_public_site_without_https_is_warned_about(settings, https, local, said):
    settings.SITE_IS_HTTPS, settings.SITE_IS_LOCAL = https, local
    assert ids(checks.site_address()) == said


@pytest.mark.parametrize(
    ("offset", "local", "said"),
    [(0, False, []), (3600, True, []), (-3600, False, ["voicelab.W003"])],
)
def test_a_shifted_clock_is_for_ones_own_machine(settings, offset, local, said):
    settings.CLOCK_OFFSET_SECONDS, settings.SITE_IS_LOCAL = offset, local
    assert ids(checks.shifted_clock()) == said


def run_check(tmp_path, *options, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--fail-level", "WARNING", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VOICELAB_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_production_site_is_ready_to_deploy(tmp_path):
    done = run_check(
        tmp_path,
        "--deploy",
        SITE_URL="https://voices.example.com",
        SECRET_KEY="".join(chr(48 + number) for number in range(70)),
        ENCRYPTION_KEYS=Fernet.generate_key().decode(),
    )
    assert done.stdout == "System check identified no issues (0 silenced).\n"
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_wrong_key_stops_every_command(tmp_path):
    done = run_check(tmp_path, ENCRYPTION_KEYS="hunter2")
    assert done.returncode == 1
    assert "voicelab.E001" in done.stderr
    assert "hunter2" not in done.stderr + done.stdout
