"""The archives under the runtime client that Lambda itself uses (awslambdaric)."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.artifact.conftest import Unpacked
from tests.artifact.lambda_process import started
from tests.artifact.runtime_api import RuntimeApi
from tests.artifact.upload import Uploads
from tools.build.zips import Artifacts
from tools.local_aws.endpoint import Endpoint
from tools.paths import SOURCE
from tools.samples.pictures import jpeg


@dataclass(frozen=True)
class Function:
    """A function that has started."""

    api: RuntimeApi
    uploads: Uploads
    log: Path


@pytest.fixture(scope="module")
def function(
    unpacked: Unpacked,
    runtime_python: Path,
    s3_endpoint: Endpoint,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Function]:
    uploads = Uploads(s3_endpoint)
    log = tmp_path_factory.mktemp("runtime-client") / "log"
    with started(unpacked, runtime_python, uploads.settings(), log) as api:
        yield Function(api, uploads, log)


def test_an_upload_becomes_a_thumbnail(function: Function) -> None:
    event = function.uploads.put("uploads/a b/Été +1.jpg", jpeg(600, 400))
    answer = function.api.invoke(event)
    assert (answer.kind, answer.body) == ("response", {"batchItemFailures": []})
    thumb = function.uploads.picture("thumbnails/a b/Été +1_thumb.jpg")
    assert (thumb.format, thumb.size) == ("JPEG", (150, 100))


def test_it_logs_one_json_line_per_source(function: Function) -> None:
    function.api.invoke(function.uploads.put("uploads/logged.jpg", jpeg()))
    lines = [json.loads(line) for line in function.log.read_text().splitlines()]
    mine = [line for line in lines if line.get("key") == "uploads/logged.jpg"]
    assert [(line["outcome"], line["reason"]) for line in mine] == [("settled", "rendered")]


def test_a_message_that_is_no_event_comes_back(function: Function) -> None:
    event = function.uploads.put("uploads/x.jpg", jpeg())
    event["Records"][0]["body"] = "garbage"
    answer = function.api.invoke(event)
    assert answer.body == {"batchItemFailures": [{"itemIdentifier": "m0"}]}


def test_a_traceback_in_the_log_shows_the_source_of_its_lines(function: Function) -> None:
    assert function.api.invoke({"odd": 1}).kind == "error"
    errors = [json.loads(line) for line in function.log.read_text().splitlines() if "odd" in line]
    (trace,) = ["".join(error["stackTrace"]) for error in errors]
    frames = re.findall(r'/task/(\S+)", line (\d+), in \w+\n    (.+)\n', trace)
    assert [module for module, _, _ in frames] == [
        "thumbnailer/handler.py",
        "thumbnailer/triggers/dispatch.py",
    ]
    for module, number, text in frames:
        assert text == (SOURCE / module).read_text().splitlines()[int(number) - 1].strip()


def test_a_wrong_environment_fails_the_start_with_every_problem(
    unpacked: Unpacked, runtime_python: Path, tmp_path: Path
) -> None:
    settings = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "THUMBNAILER_UPLOADS_PREFIX": "/uploads",
        "THUMBNAILER_RECIPE": json.dumps({"variants": {"thumb": {"width": 0, "height": -1}}}),
    }
    with started(unpacked, runtime_python, settings, tmp_path / "log") as api:
        answer = api.answer()
    assert answer.kind == "init/error"
    message = answer.body["errorMessage"]
    for part in ("THUMBNAILER_BUCKET", "THUMBNAILER_UPLOADS_PREFIX", "width", "height"):
        assert part in message


def test_nothing_was_written_beside_the_code(
    function: Function, unpacked: Unpacked, artifacts: Artifacts
) -> None:
    function.api.invoke(function.uploads.put("uploads/one.jpg", jpeg()))
    for archive, directory in (
        (artifacts.function, unpacked.task),
        (artifacts.layer, unpacked.opt),
    ):
        with zipfile.ZipFile(archive) as content:
            packed = set(content.namelist())
        found = {path for path in directory.rglob("*") if path.is_file()}
        assert {path.relative_to(directory).as_posix() for path in found} == packed
