"""The shapes that the module can take: other people's buckets, two buckets, everything at once."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import Pipeline, wait_for
from tests.e2e.side_by_side import SideBySide
from tools.demo.examples import names
from tools.local_aws.existing_bucket import ExistingBucket
from tools.paths import ROOT
from tools.samples.pictures import GREEN, jpeg, opened, plain_png


@pytest.mark.parametrize("name", names())
def test_each_readme_tells_how_large_its_plan_is(examples: SideBySide, name: str) -> None:
    readme = (ROOT / f"examples/{name}/README.md").read_text()
    addresses = examples[name].resources()
    made = [address for address in addresses if not re.search(r"\bdata\.", address)]
    assert re.findall(r"The plan creates (\d+) resources", readme) == [str(len(made))]


def test_from_one_bucket_into_another(two_buckets: Pipeline) -> None:
    two_buckets.upload("uploads/trip/lake.png", plain_png(GREEN, side=40))
    line = two_buckets.line("uploads/trip/lake.png")
    assert (line["outcome"], line["reason"]) == ("settled", "rendered")
    output = two_buckets.get("processed/uploads/trip/lake.png")
    assert output is not None
    assert output["ContentType"] == "image/jpeg"
    assert opened(output["Body"]).size == (300, 300)
    listed = two_buckets.s3.list_objects_v2(Bucket=two_buckets.bucket)
    assert [item["Key"] for item in listed["Contents"]] == ["uploads/trip/lake.png"]


class TestTheBucketOfSomebodyElse:
    """First what it is before its owner does anything."""

    def test_its_notifications_are_as_they_were(
        self, owner: ExistingBucket, existing: dict[str, Pipeline]
    ) -> None:
        assert existing
        assert owner.notifications() == owner.configuration()

    def test_eventbridge_picks_what_is_ours(
        self, owner: ExistingBucket, existing: dict[str, Pipeline]
    ) -> None:
        avatars = existing["avatars"]
        for key in ("avatars/é +1.gif", "elsewhere/avatars/a.jpg", "documents/a.jpg"):
            avatars.upload(key, jpeg())
        for key in ("avatars/é +1%20.jpg", "avatars/b.JPG"):
            avatars.upload(key, jpeg(400, 300))
            assert avatars.line(key)["outcome"] == "settled"
        output = avatars.get("small/avatars/é +1%20.jpg")
        assert output is not None
        assert opened(output["Body"]).size == (128, 128)
        for key in ("avatars/é +1.gif", "elsewhere/avatars/a.jpg", "documents/a.jpg"):
            assert avatars.lines(key) == []
        # The owner's own queue goes on hearing of documents.
        wait_for("document", lambda: "documents/a.jpg" in " ".join(owner.heard()))

    def test_a_topic_passes_uploads_on(self, existing: dict[str, Pipeline]) -> None:
        scans = existing["scans"]
        scans.upload("scans/1.png", plain_png(GREEN, side=900))
        assert scans.line("scans/1.png")["outcome"] == "settled"
        output = scans.get("small/scans/scans/1.png.jpg")
        assert output is not None
        assert opened(output["Body"]).size == (800, 800)

    def test_the_owner_adds_what_the_outputs_hold(
        self, owner: ExistingBucket, existing: dict[str, Pipeline]
    ) -> None:
        photos = existing["photos"]
        photos.upload("photos/unheard.jpg", jpeg())
        owner.add(photos.outputs["notification_entries"])
        photos.upload("photos/lake.JPG", jpeg(600, 400))
        assert photos.line("photos/lake.JPG")["outcome"] == "settled"
        assert photos.get("small/photos/lake.JPG")
        assert photos.lines("photos/unheard.jpg") == []

    def test_nobody_got_what_was_somebody_elses(self, existing: dict[str, Pipeline]) -> None:
        for name, deployment in existing.items():
            keys = [line["key"] for line in deployment.all_lines() if "key" in line]
            assert keys
            assert [key for key in keys if not key.startswith(f"{name}/")] == []

    @pytest.mark.enforced_iam
    @pytest.mark.parametrize("name", ["avatars", "photos", "scans"])
    def test_each_role_has_its_own_prefixes(self, existing: dict[str, Pipeline], name: str) -> None:
        deployment = existing[name]
        s3 = deployment.as_function("s3")
        deployment.s3.put_object(Bucket=deployment.bucket, Key=f"{name}/role", Body=b"x")
        assert s3.get_object(Bucket=deployment.bucket, Key=f"{name}/role")["Body"].read() == b"x"
        for other in {"avatars", "photos", "scans", "documents"} - {name}:
            deployment.s3.put_object(Bucket=deployment.bucket, Key=f"{other}/role", Body=b"x")
            with pytest.raises(ClientError, match="AccessDenied"):
                s3.get_object(Bucket=deployment.bucket, Key=f"{other}/role")
            with pytest.raises(ClientError, match="AccessDenied"):
                s3.put_object(Bucket=deployment.bucket, Key=f"small/{other}/role", Body=b"x")


class TestEverything:
    """examples/complete."""

    def test_what_is_stored_is_encrypted_with_the_key(self, complete: Pipeline) -> None:
        complete.upload("uploads/secret.jpg", jpeg(640, 480))
        assert complete.line("uploads/secret.jpg")["outcome"] == "settled"
        output = complete.get("thumbnails/secret_thumb.jpg")
        assert output is not None
        assert opened(output["Body"]).size == (150, 113)
        key = complete.outputs["kms_key_arn"]
        assert output["ServerSideEncryption"] == "aws:kms"
        assert output["SSEKMSKeyId"] == key
        source = complete.s3.head_object(Bucket=complete.bucket, Key="uploads/secret.jpg")
        assert source["SSEKMSKeyId"] == key
        for url in (complete.queue, complete.dead_letters):
            answer = complete.sqs.get_queue_attributes(
                QueueUrl=url, AttributeNames=["KmsMasterKeyId"]
            )
            assert answer["Attributes"]["KmsMasterKeyId"] == key

    def test_thumbnails_go_with_their_picture(self, complete: Pipeline) -> None:
        complete.upload("uploads/gone.png", plain_png(GREEN, side=300))
        complete.line("uploads/gone.png")
        names = ["thumbnails/gone_thumb.png", "thumbnails/gone.png_large.webp"]
        assert all(complete.get(name) for name in names)
        complete.s3.delete_object(Bucket=complete.bucket, Key="uploads/gone.png")
        assert complete.line("uploads/gone.png", 2)["reason"] == "removed"
        assert [complete.get(name) for name in names] == [None, None]

    def test_a_rejection_is_reported_as_long_as_it_lasts(self, complete: Pipeline) -> None:
        complete.upload("uploads/notes.jpg", b"This is no picture.")
        assert complete.line("uploads/notes.jpg")["outcome"] == "rejected"
        report = complete.get("rejected/uploads/notes.jpg.json")
        assert report is not None
        assert report["ContentType"] == "application/json"
        assert json.loads(report["Body"])["reason"] == "not_an_image"
        complete.upload("uploads/notes.jpg", jpeg())
        assert complete.line("uploads/notes.jpg", 2)["outcome"] == "settled"
        assert complete.get("rejected/uploads/notes.jpg.json") is None

    def test_a_subscriber_hears_of_a_picture(self, complete: Pipeline) -> None:
        sns, topic = complete.endpoint.client("sns"), complete.outputs["notices_topic_arn"]
        url = complete.sqs.create_queue(QueueName="application")["QueueUrl"]
        arn = topic.replace(":sns:", ":sqs:").rpartition(":")[0] + ":application"
        allow = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        complete.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=arn,
            Attributes={
                "RawMessageDelivery": "true",
                "FilterPolicy": json.dumps({"outcome": ["rejected"], "reason": ["too_large"]}),
            },
        )
        try:
            complete.upload("uploads/heard-not.jpg", jpeg())
            complete.line("uploads/heard-not.jpg")
            complete.upload("uploads/heard.jpg", jpeg() + bytes(20 * 2**20))
            messages = wait_for(
                "notice",
                lambda: complete.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get(
                    "Messages"
                ),
            )
        finally:
            complete.sqs.delete_queue(QueueUrl=url)
        [notice] = [json.loads(message["Body"]) for message in messages]
        assert notice["version"] == 1
        assert (notice["outcome"], notice["reason"]) == ("rejected", "too_large")
        assert notice["source"]["bucket"] == complete.bucket
        assert notice["source"]["key"] == "uploads/heard.jpg"
        assert notice["variants"] == {}

    def test_s3_refuses_a_form_that_we_would_refuse(self, complete: Pipeline) -> None:
        form = complete.outputs["presigned_post"]
        post = complete.s3.generate_presigned_post(
            form["bucket"],
            form["key_prefix"] + "${filename}",
            Fields={"Content-Type": "image/jpeg"},
            Conditions=form["conditions"],
        )
        assert submit(complete, post, "browser.jpg", jpeg()) == 204
        assert complete.line("uploads/browser.jpg")["outcome"] == "settled"
        for data, changes in (
            (b"", {}),
            (bytes(20 * 2**20 + 1), {}),
            (jpeg(), {"key": "elsewhere/${filename}"}),
            (jpeg(), {"Content-Type": "text/html"}),
        ):
            wrong = {**post, "fields": post["fields"] | changes}
            assert submit(complete, wrong, "refused.jpg", data) in (400, 403)
        assert complete.lines("uploads/refused.jpg") == []

    def test_the_alarms_and_the_dashboard_are_there(self, complete: Pipeline) -> None:
        cloudwatch = complete.endpoint.client("cloudwatch")
        found = cloudwatch.describe_alarms(AlarmNamePrefix="complete-")["MetricAlarms"]
        assert {alarm["AlarmName"] for alarm in found} == set(
            complete.outputs["alarm_names"].values()
        )
        assert all("complete-operators" in alarm["AlarmActions"][0] for alarm in found)
        dashboard = cloudwatch.get_dashboard(DashboardName=complete.outputs["dashboard_name"])
        assert complete.outputs["function_name"] in dashboard["DashboardBody"]

    @pytest.mark.enforced_iam
    def test_thumbnails_are_delivered_and_uploads_are_not(self, complete: Pipeline) -> None:
        complete.upload("uploads/public.jpg", jpeg(640, 480))
        complete.line("uploads/public.jpg")
        assert fetched(complete, "thumbnails/public_thumb.jpg") == 200
        assert fetched(complete, "rejected/uploads/notes.jpg.json") == 403
        assert fetched(complete, "uploads/public.jpg") == 403


def submit(pipeline: Pipeline, post: dict[str, Any], filename: str, data: bytes) -> int:
    """Send a form as a browser does; gives the status."""
    line = "boundary-of-the-form"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in post["fields"].items()
    ]
    file = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
    body = b"".join([*parts, file.encode(), data, f"\r\n--{line}--\r\n".encode()])
    headers = {"Content-Type": f"multipart/form-data; boundary={line}"}
    request = urllib.request.Request(post["url"], data=body, headers=headers)
    return pipeline.status(request)


def fetched(pipeline: Pipeline, key: str) -> int:
    """The status that a browser gets which asks the distribution for a key."""
    headers = {"Host": pipeline.outputs["delivery_domain_name"]}
    request = urllib.request.Request(f"{pipeline.endpoint.url}/{key}", headers=headers)
    return pipeline.status(request)
