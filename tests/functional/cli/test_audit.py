"""`thumbnailer audit` on moto."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, SSLError
from typer.testing import CliRunner

from thumbnailer import __version__
from thumbnailer.results.log_line import Delivery, log_line
from thumbnailer.results.objects import Origin, SourceRef
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer_cli.audit import audit as auditing
from thumbnailer_cli.audit.audit import Auditor, take_listings
from thumbnailer_cli.audit.inventory import inventory
from thumbnailer_cli.audit.verdict import Finding
from thumbnailer_cli.main import app
from thumbnailer_cli.shared import terminal
from thumbnailer_cli.shared.aws import Aws, Head, Listed
from thumbnailer_cli.shared.deployment import parse_deployment
from tools.samples.account import BUCKET, Account
from tools.samples.recipes import THUMB

AWKWARD = "uploads/Été +1 %2B/a b&c.JPG"


def findings(document: dict[str, Any]) -> set[tuple[str, str | None, str | None]]:
    return {(f["reason"], f["key"], f["output"]) for f in document["findings"]}


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
    assert 'as it should be: on_delete = "keep"' in result.stdout
    deployment.outputs["on_delete"] = "remove"
    assert deployment.run("audit", "--yes").exit_code == 1


def log_rejection(deployment: Account, key: str, etag: str, recipe_id: str | None = None) -> None:
    """Write the line that the function would write of a source that it rejects."""
    ref = SourceRef(BUCKET, key)
    end = Settlement(
        Outcome.REJECTED,
        "not_an_image",
        "no picture",
        source_etag=etag,
        recipe_id=recipe_id or deployment.recipe.id,
    )
    line = log_line(Delivery("blog", "request", "message"), ref, end, 1.0, time.time())
    deployment.log(line)


def test_without_reports_rejected_sources_are_looked_for_in_the_log(deployment: Account) -> None:
    variants = {"thumb": THUMB, "large": {"width": 500}}
    deployment.outputs["recipe"] = json.dumps({"variants": variants})
    etag = deployment.upload("uploads/bad.jpg")
    document = deployment.document("audit", "--yes", exit_code=1)
    assert (document["totals"]["missing"], document["problems"]) == (2, 2)
    for _ in range(2):  # as often as its event came
        log_rejection(deployment, "uploads/bad.jpg", etag)
    for options in ([], ["--quick"]):
        document = deployment.document("audit", "--yes", *options)
        assert findings(document) == {("rejected", "uploads/bad.jpg", None)}
        assert len(document["findings"]) == 1
        assert document["findings"][0]["detail"] == "not_an_image: no picture"
    assert deployment.document("audit", "--fix", "--yes")["enqueued"] == 0


def test_the_log_tells_of_this_source_and_this_recipe_only(deployment: Account) -> None:
    first = deployment.upload("uploads/bad.jpg")
    log_rejection(deployment, "uploads/bad.jpg", first, recipe_id="another")
    log_rejection(deployment, "uploads/bad.jpg", "older")
    log_rejection(deployment, "uploads/other.jpg", first)
    document = deployment.document("audit", "--yes", exit_code=1)
    assert findings(document) == {("missing", "uploads/bad.jpg", "thumbnails/bad_thumb.jpg")}


@pytest.mark.parametrize("on_delete", ["keep", "remove"])
def test_outputs_of_an_older_source_stay_as_on_delete_says_without_reports(
    deployment: Account, on_delete: str
) -> None:
    deployment.outputs["on_delete"] = on_delete
    etag = deployment.upload("uploads/bad.jpg")
    deployment.settle("uploads/bad.jpg", etag="older")
    log_rejection(deployment, "uploads/bad.jpg", etag)
    document = deployment.document("audit", "--yes", exit_code=int(on_delete == "remove"))
    assert document["totals"]["stale"] == int(on_delete == "remove")


@pytest.mark.parametrize(
    ("group", "why"),
    [
        (None, 'there is no output "log_group_name"'),
        ("/aws/lambda/none", "cannot read the log group /aws/lambda/none"),
    ],
)
def test_a_log_that_cannot_be_read_is_told(
    deployment: Account, group: str | None, why: str
) -> None:
    deployment.outputs["log_group_name"] = group
    assert deployment.run("audit", "--yes").stderr.count(why) == 0  # nothing to look for
    deployment.upload("uploads/bad.jpg")
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 1
    assert why in result.stderr
    assert "Rejected sources may show as missing." in result.stderr


def test_a_log_that_is_too_long_is_read_in_part(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_LOG_REQUESTS", 2)
    monkeypatch.setattr(Aws, "rejections", lambda *_: iter([[], [], []]))
    deployment.upload("uploads/bad.jpg")
    result = deployment.run("audit", "--yes")
    assert "the log is longer than 2 requests can read" in result.stderr


def test_with_reports_the_log_is_not_read(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Aws, "rejections", lambda *_: pytest.fail("it was read"))
    deployment.outputs["rejected_prefix"] = "rejected/"
    deployment.upload("uploads/missing.jpg")
    deployment.upload("uploads/bad.jpg")
    deployment.reject("uploads/bad.jpg")
    assert deployment.document("audit", "--yes", exit_code=1)["totals"]["missing"] == 1


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


def test_it_says_where_it_looked(deployment: Account) -> None:
    deployment.create_bucket("made")
    deployment.outputs |= {"destination_bucket_name": "made", "rejected_prefix": "rejected/"}
    result = deployment.run("audit", "--yes")
    assert "Sources are every key below s3://pictures/uploads/, since" in result.stderr
    assert (
        "Outputs and reports are what lies below s3://made/rejected/, s3://made/thumbnails/."
        in result.stderr
    )


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
    monkeypatch.setattr(Aws, "head", lambda *_: pytest.fail("a HEAD"))
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
    assert "Would remove 3 objects.\n1 object of others, or changed meanwhile, stay." in dry.stderr
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
    aws = Aws()
    assert not aws.delete(BUCKET, "thumbnails/gone_thumb.jpg", "another")
    assert "thumbnails/gone_thumb.jpg" in deployment.stored()


@pytest.mark.parametrize("meanwhile", ["replaced", "uploaded", "gone"])
def test_what_changes_while_it_is_listed_is_looked_at_again(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    deployment.upload("uploads/a.jpg")
    if meanwhile == "replaced":
        deployment.settle("uploads/a.jpg")
    original = Aws.list_pages

    def list_pages(aws: Aws, bucket: str, prefix: str, after: str = "") -> Iterator[list[Listed]]:
        pages = list(original(aws, bucket, prefix, after))
        if prefix == "uploads/" and meanwhile == "gone":
            deployment.s3.delete_object(Bucket=BUCKET, Key="uploads/a.jpg")
        elif prefix == "uploads/" and meanwhile == "replaced":
            deployment.upload("uploads/a.jpg", b"newer")
            deployment.settle("uploads/a.jpg")
        elif prefix == "thumbnails/" and meanwhile == "uploaded":
            deployment.settle("uploads/a.jpg")
        yield from pages

    monkeypatch.setattr(Aws, "list_pages", list_pages)
    assert deployment.document("audit", "--yes")["findings"] == []


def test_nobody_is_asked_where_nobody_is(deployment: Account) -> None:
    deployment.upload("uploads/a.jpg")
    deployment.settle("uploads/a.jpg")
    result = deployment.run("audit")
    assert result.exit_code == 2
    assert "1 source and 1 output, listed with 2 requests" in result.stderr
    assert "say --yes" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2)])
def test_a_person_is_asked(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(terminal, "is_a_person_there", lambda: True)
    deployment.upload("uploads/a.jpg")
    deployment.settle("uploads/a.jpg")
    result = deployment.run("audit", stdin=answer)
    assert result.exit_code == code
    assert "Look at them?" in result.stderr


def refused(code: str, status: int = 403) -> Any:
    def call(_: Any, operation: str, __: Any) -> None:
        answer: Any = {
            "Error": {"Code": code, "Message": "no\nreally"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }
        raise ClientError(answer, operation)

    return call


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("AccessDenied", "cannot list s3://pictures/uploads/: access denied; this needs s3:List"),
        ("ExpiredToken", "the credentials are wrong or have expired (ExpiredToken)"),
        ("SlowDown", "cannot list s3://pictures/uploads/: SlowDown: no\\nreally"),
    ],
)
def test_what_aws_refuses_is_one_clear_line(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused(code))
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert says in line
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("output", "value", "command", "says"),
    [
        ("bucket_name", "nobodys", ["audit", "--yes"], "s3://nobodys/uploads/: there is no such"),
        ("bucket_name", "No_Bucket!", ["audit", "--yes"], "cannot list s3://No_Bucket!/uploads/"),
        ("destination_bucket_name", "nobodys", ["audit", "--yes"], "s3://nobodys/thumbnails/:"),
        ("queue_url", "https://sqs/1/none", ["audit", "--fix", "--yes"], "there is no such queue"),
        ("queue_url", "https://sqs/1/none", ["backfill", "--yes"], "there is no such queue"),
        ("dead_letter_queue_url", "https://sqs/1/none", ["dlq", "peek"], "there is no such queue"),
        ("dead_letter_queue_url", "https://sqs/1/none", ["dlq", "redrive"], "is no such queue"),
    ],
)
def test_wrong_names_are_one_clear_line(
    deployment: Account, output: str, value: str, command: list[str], says: str
) -> None:
    queue = deployment.outputs["queue_url"]
    deployment.outputs[output] = value
    result = deployment.run(*command)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert says in line
    deployment.outputs["queue_url"] = queue
    assert deployment.bodies() == []


def test_missing_credentials_region_and_a_wrong_endpoint_are_told(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "nonsense")
        result = deployment.run("audit", "--yes")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "nonsense; look at AWS_ENDPOINT_URL" in result.stderr
    with monkeypatch.context() as patch:
        patch.setenv("AWS_PROFILE", "nobody")
        result = deployment.run("audit", "--yes")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "nobody" in result.stderr
    with monkeypatch.context() as patch:
        patch.delenv("AWS_DEFAULT_REGION")
        assert deployment.run("audit", "--yes").exit_code == 0  # the queue's ARN names it
        del deployment.outputs["queue_arn"]
        result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert "there is no AWS region; set AWS_REGION" in result.stderr


def test_a_wrong_config_is_told_before_anything_is_asked_of_aws(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused("AccessDenied"))
    del deployment.outputs["bucket_name"], deployment.outputs["queue_url"]
    deployment.outputs["on_delete"] = "burn"
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert 'there is no output "bucket_name"' in lines[0]
    assert 'there is no output "queue_url"' in lines[1]
    assert '"on_delete" is none of keep, remove' in lines[2]
    missing = CliRunner().invoke(app, ["audit", "--config", "nowhere.json"])
    assert missing.exit_code == 2
    assert "nowhere.json cannot be read: No such file" in missing.stderr


def test_the_config_may_come_from_standard_input(deployment: Account) -> None:
    outputs = json.dumps({n: {"value": v} for n, v in deployment.outputs.items()})
    result = CliRunner().invoke(app, ["audit", "--config", "-", "--yes"], input=outputs)
    assert result.exit_code == 0


def test_a_person_sees_some_findings_of_each_kind_and_a_program_all(deployment: Account) -> None:
    for number in range(25):
        deployment.upload(f"uploads/{number:02}.jpg")
    result = deployment.run("audit", "--yes")
    assert "uploads/19.jpg" in result.stdout
    assert "uploads/20.jpg" not in result.stdout
    assert "and 5 more; --json lists them all" in result.stdout
    assert len(deployment.document("audit", "--yes", exit_code=1)["findings"]) == 25


class ManyKeys:
    """An account with any number of sources; every tenth has no output, every tenth a stale one."""

    def __init__(self, keys: int, variant_id: str) -> None:
        self.keys, self.variant_id = keys, variant_id

    def list_pages(self, _: str, prefix: str) -> Iterator[list[Listed]]:
        for start in range(0, self.keys, 1000):
            numbers = range(start, min(start + 1000, self.keys))
            if prefix == "uploads/":
                yield [Listed(f"uploads/{n:07}.jpg", f"{n:032x}", 9, 1.0) for n in numbers]
            else:
                names = [f"thumbnails/{n:07}_thumb.jpg" for n in numbers if n % 10]
                yield [Listed(name, "made", 9, 2.0) for name in names]

    def head(self, _: str, key: str) -> Head:
        number = int(key.partition("/")[2][:7])
        stale = number % 10 == 1 and key.startswith("thumb")
        source_etag = "old" if stale else f"{number:032x}"
        return Head(f"{number:032x}", Origin(source_etag, self.variant_id))


def audit_peak(keys: int) -> int:
    """The most memory in bytes that auditing so many sources takes."""
    outputs = {
        "bucket_name": "b",
        "uploads_prefix": "uploads/",
        "recipe": json.dumps({"variants": {"thumb": THUMB}}),
        "queue_url": "q",
        "dead_letter_queue_url": "d",
    }
    described = parse_deployment(outputs)
    aws = cast("Aws", ManyKeys(keys, described.recipe.variant_ids["thumb"]))
    tracemalloc.start()
    try:
        with inventory() as found:
            take_listings(aws, described, found, lambda _: None)
            Auditor(aws, described, quick=False, recent=9e9).audit(found, lambda: None)
            assert found.sources() == keys
            assert found.count(Finding.MISSING) == keys // 10
            assert found.count(Finding.STALE) == keys // 10
            assert sum(1 for _ in found.findings(Finding.MISSING)) == keys // 10
            assert sum(1 for _ in found.sources_found(list(Finding))) == keys // 5
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_keys_take_no_more_memory() -> None:
    audit_peak(1000)  # imports and caches
    assert audit_peak(30_000) < 1.5 * audit_peak(3_000)


def test_an_instance_of_a_module_by_for_each(deployment: Account) -> None:
    deployment.upload("uploads/a.jpg")
    others = {name: f"https://{name}" for name in ("queue_url", "dead_letter_queue_url")}
    instances = {"avatars": deployment.outputs, "covers": deployment.outputs | others}
    deployment.outputs = {"thumbs": instances}
    document = deployment.document("audit", "--yes", "--module", 'thumbs["avatars"]', exit_code=1)
    assert document["totals"]["missing"] == 1
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert """--module 'thumbs["avatars"]' or --module 'thumbs["covers"]'""" in result.stderr


def test_a_certificate_that_nobody_vouches_for(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(*_: Any) -> None:
        raise SSLError(endpoint_url="https://s3.example", error=OSError("verify failed"))

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", call)
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert "verify failed" in result.stderr
    assert "set AWS_CA_BUNDLE to the file of its certificates" in result.stderr
    assert "is the network up" not in result.stderr


def test_the_version_is_that_of_the_package() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"thumbnailer {__version__}\n")
