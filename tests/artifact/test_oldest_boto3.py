"""The function with the oldest boto3 that it says it works with, and with an older one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.aws_requests import requests
from tools import venvs
from tools.paths import REQUIREMENTS, ROOT


@pytest.fixture(scope="module")
def oldest() -> Path:
    """The interpreter of an environment with that boto3."""
    return venvs.ensure("oldest-boto3", Path(sys.executable), "oldest.txt")


def run(python: Path, code: str, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
    }
    return subprocess.run(
        [python, "-c", code, *args], env=environment, capture_output=True, text=True, check=False
    )


START = """
from thumbnailer.aws.s3 import s3_client
s3_client(1)
"""

WRITE = """
import io
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.results.objects import Content, Origin

class Raw(io.BytesIO):
    def stream(self):
        yield self.read()

def answer(request, **_):
    print(*(name.lower() for name in request.headers))
    return AWSResponse(request.url, 200, HTTPHeaders.from_dict({"ETag": '"e"'}), Raw())

client = s3_client(1)
client.meta.events.register("before-send.s3", answer)
content = Content(b"the thumbnail", "image/png")
S3Store(client, "pictures", "pictures").write_output("a.png", content, Origin("e", "v"), None)
"""

HOLD = """
import json, sys
from botocore.session import Session
from tests.support.aws_requests import unknown
for where, service, operation, parameters in json.loads(sys.argv[1]):
    shape = Session().get_service_model(service).operation_model(operation).input_shape
    for name in unknown(shape, parameters):
        print(where, name)
"""

FORGET = """
from botocore.loaders import Loader
load = Loader.load_service_model
def forgetful(*args, **kwargs):
    model = load(*args, **kwargs)
    shapes = model.get("shapes", {})
    shapes.get("PutObjectRequest", {"members": {}})["members"].pop("IfMatch", None)
    return model
Loader.load_service_model = forgetful
"""


def test_it_is_the_one_that_the_package_asks_for(oldest: Path) -> None:
    version = run(oldest, "import botocore; print(botocore.__version__)").stdout.strip()
    assert f'"boto3>={version}"' in (ROOT / "pyproject.toml").read_text()
    assert f'_OLDEST = "{version}"' in (ROOT / "src/thumbnailer/aws/client.py").read_text()
    assert f"boto3=={version}\n" in (REQUIREMENTS / "oldest.in").read_text()


def test_it_starts(oldest: Path) -> None:
    done = run(oldest, START)
    assert done.returncode == 0, done.stderr


def test_it_sends_a_thumbnail_without_asking_first(oldest: Path) -> None:
    done = run(oldest, WRITE)
    assert "if-none-match" in done.stdout.split(), done.stderr
    assert "expect" not in done.stdout.split()


def test_it_knows_every_request(oldest: Path) -> None:
    done = run(oldest, HOLD, json.dumps(requests()))
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_what_it_does_not_know_is_found(oldest: Path) -> None:
    done = run(oldest, FORGET + HOLD, json.dumps(requests()))
    assert done.stdout.split()[1:] == ["IfMatch"]


def test_one_that_knows_less_fails_the_start_with_what_is_missing(oldest: Path) -> None:
    done = run(oldest, FORGET + START)
    assert done.returncode == 1
    assert "BotocoreTooOld: botocore 1.35.69 does not support IfMatch of PutObject; " in done.stderr
