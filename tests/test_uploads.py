"""Uploads as the parser meets them: where bytes go, and when they are refused."""

import io
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from voicelab import uploads

SIGNED_IN = {"_auth_user_id": "1"}
LIMIT = 2_000_000  # smaller than the site's, larger than a chunk of the parser


@pytest.fixture(autouse=True)
def small_site(settings, tmp_path):
    settings.SAMPLE_MAX_BYTES = LIMIT
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture
def written(monkeypatch):
    """Every file that was opened on the disk, also when it is gone by now."""
    opened = []

    class Noted(TemporaryUploadedFile):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            opened.append(self)

    monkeypatch.setattr(uploads, "TemporaryUploadedFile", Noted)
    return opened


class Body(io.BytesIO):
    """Counts what the site asked for."""

    taken = 0

    def read(self, *args):
        data = super().read(*args)
        self.taken += len(data)
        return data


def post(fields, session=SIGNED_IN, length=None):
    """A request that carries these fields, in this order, and the body that it reads from."""
    body = Body(encode_multipart(BOUNDARY, fields))
    size = len(body.getvalue()) if length is None else length
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", CONTENT_TYPE=MULTIPART_CONTENT, CONTENT_LENGTH=str(size)
    )
    request = WSGIRequest({**environ, "wsgi.input": body})
    request.session = session
    return request, body


def file_of(size, name="voice.wav"):
    return SimpleUploadedFile(name, os.urandom(size))


def test_a_recording_is_streamed_to_the_data_folder_and_goes_with_the_request(tmp_path, written):
    request, _ = post({"title": "Anna", "file": file_of(300_000)})
    file = request.FILES["file"]
    assert file.size == os.path.getsize(file.temporary_file_path()) == 300_000
    assert os.path.dirname(file.temporary_file_path()) == str(tmp_path)
    assert request.POST["title"] == "Anna"
    assert uploads.REFUSED not in request.META
    request.close()
    assert list(tmp_path.iterdir()) == []


def test_the_persons_file_name_is_kept_and_never_used_on_the_disk(written):
    for name in ("Ännas Stimme.m4a", "x." + "y" * 250, "playlist.m3u8"):
        request, _ = post({"file": file_of(10, name)})
        file = request.FILES["file"]
        assert file.name == name
        assert file.temporary_file_path().endswith(".upload")
        request.close()


@pytest.mark.parametrize("session", [{}, None])
def test_nothing_is_written_or_read_for_somebody_without_a_session(written, session):
    request, body = post({"title": "Anna", "file": file_of(LIMIT), "after": "x"}, session=session)
    assert not request.FILES
    assert request.META[uploads.REFUSED] == "no_session"
    assert written == []
    assert body.taken < LIMIT / 2


def test_a_file_of_just_the_limit_is_taken(written):
    request, _ = post({"file": file_of(LIMIT)})
    assert request.FILES["file"].size == LIMIT
    request.close()


def test_a_file_one_byte_over_is_refused_and_the_rest_of_the_form_stays_filled(tmp_path, written):
    request, body = post({"title": "Anna", "file": file_of(LIMIT + 1), "words": "Hello."})
    assert not request.FILES
    assert request.META[uploads.REFUSED] == "too_large"
    assert (request.POST["title"], request.POST["words"]) == ("Anna", "Hello.")
    assert body.taken == len(body.getvalue())
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_says_it_is_too_large_is_refused_before_a_byte_is_written(written):
    request, body = post({"file": file_of(LIMIT + 1_500_000), "words": "Hello."})
    assert not request.FILES
    assert request.META[uploads.REFUSED] == "too_large"
    assert request.POST["words"] == "Hello."
    assert body.taken == len(body.getvalue())
    assert written == []


def test_over_two_gigabytes_nobody_is_made_to_wait(written):
    request, body = post({"file": file_of(LIMIT)}, length=2_000_000_001)
    assert not request.FILES
    assert request.META[uploads.REFUSED] == "too_large"
    assert written == []
    assert body.taken < LIMIT / 2


def test_a_good_file_survives_a_refused_one_beside_it(written):
    request, _ = post({"consent": file_of(100), "file": file_of(LIMIT + 1), "spoken": file_of(200)})
    assert {name: file.size for name, file in request.FILES.items()} == {"consent": 100, "spoken": 200}
    assert request.FILES["consent"].read(1)
    assert request.META[uploads.REFUSED] == "too_large"
    request.close()


def test_a_broken_upload_leaves_nothing(tmp_path, written):
    request, body = post({"file": file_of(300_000)})
    body.truncate(200_000)
    assert request.FILES.get("file") is None
    request.close()
    written.clear()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_an_anonymous_post_with_any_csrf_cookie_writes_nothing_before_its_403(written):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    client.cookies["sessionid"] = "made-up-by-somebody"
    response = client.post("/accounts/login/", {"file": file_of(1_000_000)})
    assert response.status_code == 403
    assert written == []


def test_only_what_was_abandoned_a_day_ago_is_cleaned(tmp_path):
    old, young, other = tmp_path / "a.upload", tmp_path / "b.upload", tmp_path / "notes.txt"
    for path in (old, young, other):
        path.write_bytes(b"x")
    for path in (old, other):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert uploads.clean_abandoned() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.upload", "notes.txt"]
