"""`thumbnailer audit --fix` and `--remove-orphans`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.functional.cli.audit.documents import AWKWARD
from thumbnailer.results.objects import Origin
from thumbnailer_cli.shared.aws.clients import Aws
from tools.samples.account import BUCKET, Account
from tools.samples.recipes import THUMB


def test_fix_sends_each_source_once(deployment: Account) -> None:
    variants = {"thumb": THUMB, "large": {"width": 500}}
    deployment.outputs |= {"recipe": json.dumps({"variants": variants}), "on_delete": "remove"}
    deployment.upload(AWKWARD)
    deployment.upload("uploads/fine.jpg")
    deployment.settle("uploads/fine.jpg")
    deployment.settle("uploads/gone.jpg", etag="any")
    before = deployment.stored()
    assert deployment.document("audit", "--fix", "--dry-run", "--yes", exit_code=1)["enqueued"] == 0
    assert deployment.enqueued() == []
    document = deployment.document("audit", "--fix", "--yes", exit_code=1)
    assert document["enqueued"] == 2
    assert deployment.enqueued() == sorted([AWKWARD, "uploads/gone.jpg"])
    assert deployment.stored() == before


def test_fix_sends_its_messages_as_one_group(deployment: Account) -> None:
    deployment.upload("uploads/a.jpg")
    deployment.upload("uploads/b.jpg")
    deployment.document("audit", "--fix", "--yes", exit_code=1)
    assert deployment.groups() == ["audit", "audit"]


def test_fix_leaves_what_is_kept(deployment: Account) -> None:
    deployment.settle("uploads/gone.jpg", etag="any")
    assert deployment.document("audit", "--fix", "--yes")["enqueued"] == 0
    assert deployment.enqueued() == []


def test_remove_orphans_deletes_what_the_module_made(deployment: Account) -> None:
    deployment.outputs["rejected_prefix"] = "rejected/"
    deployment.upload("uploads/fine.jpg")
    deployment.settle("uploads/fine.jpg")
    deployment.settle("uploads/gone.jpg", etag="any")
    deployment.reject("uploads/gone.jpg", etag="any")
    deployment.write("thumbnails/gone_large.jpg", Origin("any", "older"))
    deployment.s3.put_object(Bucket=BUCKET, Key="thumbnails/by-hand.jpg", Body=b"x")
    before = deployment.stored()
    dry = deployment.run("audit", "--remove-orphans", "--dry-run", "--yes")
    assert (
        "Would remove 3 objects.\nKept 1 object that the module did not create, or that"
        in dry.stderr
    )
    assert deployment.stored() == before
    assert deployment.document("audit", "--remove-orphans", "--yes")["removed"] == 3
    assert deployment.stored() == {
        "uploads/fine.jpg",
        "thumbnails/fine_thumb.jpg",
        "thumbnails/by-hand.jpg",
    }


@pytest.mark.parametrize("change", ["source comes back", "output is replaced"])
def test_remove_orphans_looks_before_it_deletes(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    deployment.settle("uploads/gone.jpg", etag="any")

    def meanwhile(*_: Any) -> None:
        if change == "source comes back":
            deployment.upload("uploads/gone.jpg")
        else:
            deployment.s3.put_object(
                Bucket=BUCKET,
                Key="thumbnails/gone_thumb.jpg",
                Body=b"newer",
                Metadata={"source-etag": "newer", "variant-id": "id"},
            )

    monkeypatch.setattr("thumbnailer_cli.audit.command.confirm", meanwhile)
    deployment.document("audit", "--remove-orphans")
    assert "thumbnails/gone_thumb.jpg" in deployment.stored()


def test_a_delete_is_on_condition_of_what_was_seen(deployment: Account) -> None:
    deployment.settle("uploads/gone.jpg", etag="any")
    assert not Aws().s3.delete(BUCKET, "thumbnails/gone_thumb.jpg", "another")
    assert "thumbnails/gone_thumb.jpg" in deployment.stored()
