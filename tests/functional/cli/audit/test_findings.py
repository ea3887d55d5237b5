"""What `thumbnailer audit` finds, on moto."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from tests.functional.cli.audit.documents import AWKWARD, findings
from thumbnailer.results.objects import Origin
from thumbnailer_cli.shared.aws.s3 import S3, Listed
from tools.samples.account import BUCKET, Account
from tools.samples.recipes import THUMB


@pytest.mark.parametrize("on_delete", ["keep", "remove"])
def test_a_settled_deployment_is_clean(deployment: Account, on_delete: str) -> None:
    deployment.outputs["on_delete"] = on_delete
    for key in ("uploads/a.jpg", "uploads/noext", AWKWARD):
        deployment.upload(key)
        deployment.settle(key)
    document = deployment.document("audit", "--yes")
    assert document["findings"] == []
    assert document["problems"] == 0
    assert (document["totals"]["sources"], document["totals"]["outputs"]) == (3, 3)
    assert document["requests"] == {"list": 2, "head": 3}
    assert document["recipe_id"] == deployment.recipe.id


def test_what_is_wrong_is_found(deployment: Account) -> None:
    deployment.outputs |= {"on_delete": "remove", "rejected_prefix": "rejected/"}
    deployment.upload("uploads/missing.jpg")
    deployment.upload("uploads/replaced.jpg")
    deployment.settle("uploads/replaced.jpg", etag="another")
    deployment.upload("uploads/recipe.jpg")
    deployment.settle("uploads/recipe.jpg", variant_id="older")
    deployment.settle("uploads/gone.jpg", etag="any")
    deployment.write("thumbnails/gone_large.jpg", Origin("any", "older"))
    deployment.upload("uploads/rejected.jpg")
    deployment.reject("uploads/rejected.jpg")
    deployment.upload("uploads/was-rejected.jpg")
    deployment.settle("uploads/was-rejected.jpg")
    deployment.reject("uploads/was-rejected.jpg", etag="another")
    deployment.upload("uploads/fine.jpg")
    deployment.settle("uploads/fine.jpg")
    document = deployment.document("audit", "--yes", exit_code=1)
    assert findings(document) == {
        ("missing", "uploads/missing.jpg", "thumbnails/missing_thumb.jpg"),
        ("stale", "uploads/replaced.jpg", "thumbnails/replaced_thumb.jpg"),
        ("stale", "uploads/recipe.jpg", "thumbnails/recipe_thumb.jpg"),
        ("stale", "uploads/was-rejected.jpg", "rejected/uploads/was-rejected.jpg.json"),
        ("orphaned", "uploads/gone.jpg", "thumbnails/gone_thumb.jpg"),
        ("unclaimed", None, "thumbnails/gone_large.jpg"),
        ("rejected", "uploads/rejected.jpg", "rejected/uploads/rejected.jpg.json"),
    }
    assert document["problems"] == 6
    assert document["totals"] == {
        "sources": 6,
        "outputs": 6,
        "missing": 1,
        "stale": 3,
        "orphaned": 1,
        "unclaimed": 1,
        "rejected": 1,
        "unwired": 0,
    }
    details = {f["output"]: f["detail"] for f in document["findings"]}
    assert details["thumbnails/replaced_thumb.jpg"] == "made from an older source"
    assert (
        details["thumbnails/recipe_thumb.jpg"] == "made by another definition of the variant, older"
    )


def test_where_outputs_are_kept_leftovers_are_no_problem(deployment: Account) -> None:
    deployment.settle("uploads/gone.jpg", etag="any")
    deployment.write("thumbnails/other.txt", Origin("any", "older"))
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 0
    assert "thumbnails/gone_thumb.jpg" in result.stdout
    assert 'expected with on_delete = "keep"' in result.stdout
    deployment.outputs["on_delete"] = "remove"
    assert deployment.run("audit", "--yes").exit_code == 1


def test_why_a_report_is_stale(deployment: Account) -> None:
    deployment.outputs["rejected_prefix"] = "rejected/"
    deployment.upload("uploads/limits.jpg")
    deployment.reject("uploads/limits.jpg", recipe_id="older")
    deployment.upload("uploads/source.jpg")
    deployment.reject("uploads/source.jpg", etag="older")
    document = deployment.document("audit", "--yes", exit_code=1)
    assert {(f["reason"], f["key"], f["detail"]) for f in document["findings"]} == {
        ("stale", "uploads/limits.jpg", "made by another recipe, older"),
        ("stale", "uploads/source.jpg", "made from an older source"),
        ("missing", "uploads/source.jpg", "there is none"),
    }
    assert deployment.document("audit", "--fix", "--yes", exit_code=1)["enqueued"] == 2


def test_uploads_of_other_suffixes_are_shown_and_no_problem(deployment: Account) -> None:
    deployment.outputs["suffixes"] = [".jpg"]
    for key in ("uploads/a.Jpg", "uploads/b.png", "uploads/trip/"):
        deployment.upload(key, b"" if key.endswith("/") else b"x")
    document = deployment.document("audit", "--yes")
    assert findings(document) == {
        ("unwired", "uploads/a.Jpg", None),
        ("unwired", "uploads/b.png", None),
    }
    assert (document["totals"]["unwired"], document["totals"]["sources"]) == (2, 0)
    assert deployment.document("audit", "--fix", "--yes")["enqueued"] == 0


def test_outputs_of_an_older_source_stay_with_keep_when_the_new_one_is_rejected(
    deployment: Account,
) -> None:
    deployment.outputs["rejected_prefix"] = "rejected/"
    deployment.upload("uploads/a.jpg")
    deployment.settle("uploads/a.jpg", etag="another")
    deployment.reject("uploads/a.jpg")
    assert findings(deployment.document("audit", "--yes")) == {
        ("rejected", "uploads/a.jpg", "rejected/uploads/a.jpg.json")
    }
    deployment.outputs["on_delete"] = "remove"
    assert ("stale", "uploads/a.jpg", "thumbnails/a_thumb.jpg") in findings(
        deployment.document("audit", "--yes", exit_code=1)
    )


def test_a_source_whose_output_key_is_too_long_is_rejected(deployment: Account) -> None:
    key = "uploads/" + "x" * 1010
    deployment.upload(key)
    (found,) = deployment.document("audit", "--yes")["findings"]
    assert (found["reason"], found["key"], found["output"]) == ("rejected", key, None)
    assert found["detail"].startswith("key_too_long")


def test_two_buckets_and_several_variants(deployment: Account) -> None:
    deployment.create_bucket("made")
    variants = {
        "thumb": THUMB,
        "web": {"width": 10, "format": "webp", "key": "web/{key}{ext}"},
        "only": {"width": 10, "prefix": "x/", "key": "thumbnails/only/{dir}{stem}_o{ext}"},
    }
    deployment.outputs |= {
        "destination_bucket_name": "made",
        "recipe": json.dumps({"variants": variants}),
    }
    deployment.upload("uploads/a.jpg")
    deployment.upload("uploads/x/a.jpg")
    for key in ("uploads/a.jpg", "uploads/x/a.jpg"):
        deployment.settle(key)
    document = deployment.document("audit", "--yes")
    assert document["findings"] == []
    # thumbnails/only/ is not listed twice.
    assert (document["totals"]["outputs"], document["requests"]["list"]) == (5, 3)
    deployment.s3.delete_object(Bucket="made", Key="web/uploads/x/a.jpg.webp")
    assert findings(deployment.document("audit", "--yes", exit_code=1)) == {
        ("missing", "uploads/x/a.jpg", "web/uploads/x/a.jpg.webp")
    }


def test_sources_are_told_by_suffix_where_suffixes_are_known(deployment: Account) -> None:
    for key in ("uploads/a.jpg", "uploads/b.JPG", "uploads/notes.txt", "uploads/trip/"):
        deployment.upload(key, b"" if key.endswith("/") else b"x")
    assert deployment.document("audit", "--yes", exit_code=1)["totals"]["missing"] == 3
    named = deployment.document("audit", "--yes", "--suffix", ".jpg", exit_code=1)
    assert {(f["reason"], f["key"]) for f in named["findings"]} == {
        ("missing", "uploads/a.jpg"),
        ("missing", "uploads/b.JPG"),
        ("unwired", "uploads/notes.txt"),
    }
    deployment.outputs["suffixes"] = [".txt"]
    result = deployment.run("audit", "--yes")
    assert "uploads/notes.txt" in result.stdout
    assert "that end with .txt, .TXT" in result.stderr
    # An output is no orphan as long as there is an object with its source's key.
    deployment.settle("uploads/a.jpg")
    totals = deployment.document("audit", "--yes", exit_code=1)["totals"]
    assert (totals["orphaned"], totals["missing"]) == (0, 1)


def test_the_watermarks_image_may_lie_beside_the_outputs(deployment: Account) -> None:
    recipe = {"variants": {"thumb": THUMB}, "watermark": {"image": "thumbnails/logo.png"}}
    deployment.outputs |= {"recipe": json.dumps(recipe), "on_delete": "remove"}
    deployment.s3.put_object(Bucket=BUCKET, Key="thumbnails/logo.png", Body=b"x")
    assert deployment.document("audit", "--yes")["findings"] == []


def test_quick_makes_no_heads(deployment: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(S3, "head", lambda *_: pytest.fail("a HEAD"))
    deployment.settle("uploads/old.jpg", etag="any")
    time.sleep(1.1)  # S3's listings know seconds
    deployment.upload("uploads/missing.jpg")
    deployment.upload("uploads/old.jpg")
    deployment.upload("uploads/fine.jpg")
    deployment.settle("uploads/fine.jpg")
    document = deployment.document("audit", "--quick", exit_code=1)
    assert findings(document) == {
        ("missing", "uploads/missing.jpg", "thumbnails/missing_thumb.jpg"),
        ("stale", "uploads/old.jpg", "thumbnails/old_thumb.jpg"),
    }
    assert document["requests"]["head"] == 0


@pytest.mark.parametrize("meanwhile", ["replaced", "uploaded", "gone"])
def test_what_changes_while_it_is_listed_is_looked_at_again(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    deployment.upload("uploads/a.jpg")
    if meanwhile == "replaced":
        deployment.settle("uploads/a.jpg")
    original = S3.list_pages

    def list_pages(s3: S3, bucket: str, prefix: str, after: str = "") -> Iterator[list[Listed]]:
        pages = list(original(s3, bucket, prefix, after))
        if prefix == "uploads/" and meanwhile == "gone":
            deployment.s3.delete_object(Bucket=BUCKET, Key="uploads/a.jpg")
        elif prefix == "uploads/" and meanwhile == "replaced":
            deployment.upload("uploads/a.jpg", b"newer")
            deployment.settle("uploads/a.jpg")
        elif prefix == "thumbnails/" and meanwhile == "uploaded":
            deployment.settle("uploads/a.jpg")
        yield from pages

    monkeypatch.setattr(S3, "list_pages", list_pages)
    assert deployment.document("audit", "--yes")["findings"] == []
