"""What the distribution of modules/delivery gives to a browser, and what it does not.

The bucket belongs to somebody else here, who has merged the module's statement into a policy of
theirs. The emulator has no cache: how long CloudFront keeps what is shown by the policies' text
(tests/terraform/delivery.tftest.hcl).
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint

BYTES = b"\xff\xd8 and so on"
KEY = "thumbnails/trip/lake_thumb.jpg"
# What the function writes beside the bytes.
METADATA = {"source-etag": "0123456789abcdef", "variant-id": "abcdef", "width": "150"}

# What is refused is refused by policies, which only an emulator that enforces them reads.
pytestmark = pytest.mark.enforced_iam


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Browser:
    """Asks the distribution, as the emulator serves it: by the Host header."""

    def __init__(self, endpoint: Endpoint, domain: str) -> None:
        self.place, self.domain = urlsplit(endpoint.url), domain
        self.trust = ssl.create_default_context(cafile=str(endpoint.ca_bundle))

    def get(self, key: str, query: str = "", *, method: str = "GET", **headers: str) -> Answer:
        assert self.place.hostname
        connection = http.client.HTTPSConnection(
            self.place.hostname, self.place.port, context=self.trust, timeout=30
        )
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            target = f"/{quote(key, safe='/%')}{query}"
            connection.request(method, target, headers={"Host": self.domain} | sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def delivered(delivering: Future[Deployment]) -> Deployment:
    return delivering.result()


@pytest.fixture(scope="module")
def bucket(delivered: Deployment) -> str:
    return str(delivered.outputs()["bucket_name"])


@pytest.fixture(scope="module")
def s3(aws: Endpoint) -> Any:
    return aws.client("s3")


@pytest.fixture(scope="module")
def browser(aws: Endpoint, delivered: Deployment) -> Browser:
    return Browser(aws, delivered.outputs()["domain_name"])


@pytest.fixture(scope="module")
def etag(s3: Any, bucket: str) -> str:
    """Of a thumbnail that is there, with an upload and other objects beside it."""
    about = {"Bucket": bucket, "Body": BYTES, "ContentType": "image/jpeg"}
    for key in ("uploads/trip/lake.jpg", "processed/small/lake.jpg", "processed/large/é +1.jpg"):
        s3.put_object(Key=key, **about)
    answer = s3.put_object(Key=KEY, Metadata=METADATA, **about)
    return str(answer["ETag"]).strip('"')


def test_a_thumbnail_is_served(browser: Browser, etag: str) -> None:
    answer = browser.get(KEY)
    assert (answer.status, answer.body) == (200, BYTES)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["etag"] == f'"{etag}"'


def test_every_prefix_and_every_key_is_served(browser: Browser, etag: str) -> None:
    assert browser.get("processed/large/é +1.jpg").status == 200


@pytest.mark.parametrize(
    "key",
    [
        "uploads/trip/lake.jpg",
        "processed/small/lake.jpg",
        "",
        "thumbnails/../uploads/trip/lake.jpg",
        "thumbnails/%2e%2e/uploads/trip/lake.jpg",
        "Thumbnails/trip/lake_thumb.jpg",
    ],
)
def test_nothing_else_is_served(browser: Browser, etag: str, key: str) -> None:
    answer = browser.get(key)
    assert answer.status == 403
    assert BYTES not in answer.body


def test_whether_a_thumbnail_exists_is_not_told(browser: Browser, etag: str) -> None:
    assert browser.get("thumbnails/nothing.jpg").status == 403


def test_the_bucket_itself_stays_closed(aws: Endpoint, bucket: str, etag: str) -> None:
    place = urlsplit(aws.url)
    assert Browser(aws, place.netloc).get(f"{bucket}/{KEY}").status == 403


def test_nothing_can_be_written(browser: Browser, s3: Any, bucket: str, etag: str) -> None:
    assert browser.get(KEY, method="PUT").status == 403
    assert browser.get(KEY, method="DELETE").status == 403
    assert s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == BYTES


def test_plain_http_is_sent_to_https(browser: Browser, etag: str) -> None:
    # The emulator listens with TLS only, and believes this header.
    answer = browser.get(KEY, X_Forwarded_Proto="http")
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{browser.domain}/{KEY}"


@pytest.mark.parametrize("key", [KEY, "uploads/trip/lake.jpg"])
def test_security_headers(browser: Browser, etag: str, key: str) -> None:
    headers = browser.get(key).headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_what_only_the_owner_should_know_is_left_out(
    browser: Browser, s3: Any, bucket: str, etag: str
) -> None:
    assert s3.head_object(Bucket=bucket, Key=KEY)["Metadata"] == METADATA
    told = [name for name in browser.get(KEY).headers if name.startswith("x-amz-")]
    known = {"x-amz-meta-width", "x-amz-cf-id", "x-amz-cf-pop", "x-amz-request-id", "x-amz-id-2"}
    assert set(told) <= known


def test_without_a_version_a_thumbnail_is_fresh_for_a_minute(browser: Browser, etag: str) -> None:
    headers = browser.get(KEY).headers
    assert headers["cache-control"] == "public, max-age=60, must-revalidate"


def test_then_it_is_asked_for_again_by_its_etag(browser: Browser, etag: str) -> None:
    answer = browser.get(KEY, If_None_Match=f'"{etag}"')
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate"
    assert browser.get(KEY, If_None_Match='"another"').status == 200


def test_a_version_is_kept_for_ever(browser: Browser, etag: str) -> None:
    answer = browser.get(KEY, f"?v={etag}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["?v=another", "?v=", "?v", "?version={etag}", "?v=%22{etag}%22"])
def test_what_is_not_the_version_asked_for_is_not_kept(
    browser: Browser, etag: str, query: str
) -> None:
    answer = browser.get(KEY, query.format(etag=etag))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate"


def test_a_page_of_before_does_not_keep_the_thumbnail_of_after(
    browser: Browser, s3: Any, bucket: str
) -> None:
    key = "thumbnails/replaced_thumb.jpg"
    before = s3.put_object(Bucket=bucket, Key=key, Body=b"before")["ETag"].strip('"')
    after = s3.put_object(Bucket=bucket, Key=key, Body=b"after")["ETag"].strip('"')
    stale, fresh = browser.get(key, f"?v={before}"), browser.get(key, f"?v={after}")
    assert (stale.body, fresh.body) == (b"after", b"after")
    assert "immutable" not in stale.headers["cache-control"]
    assert "immutable" in fresh.headers["cache-control"]


def test_a_variants_own_cache_control_is_left_as_it_is(
    browser: Browser, s3: Any, bucket: str
) -> None:
    key = "thumbnails/own_thumb.jpg"
    put = s3.put_object(Bucket=bucket, Key=key, Body=b"own", CacheControl="max-age=5")
    version = put["ETag"].strip('"')
    assert browser.get(key).headers["cache-control"] == "max-age=5"
    assert browser.get(key, f"?v={version}").headers["cache-control"] == "max-age=5"


def test_parameters_of_s3_do_not_get_through(browser: Browser, etag: str) -> None:
    answer = browser.get(KEY, "?response-content-type=text/html&versionId=null")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")


def test_a_policy_that_grants_the_whole_bucket_opens_no_more(
    browser: Browser, s3: Any, bucket: str, etag: str
) -> None:
    """As the console of CloudFront proposes it; whoever owns the bucket may have followed that."""
    before = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    wide = before.replace(f"{bucket}/thumbnails/*", f"{bucket}/*")
    assert wide != before
    try:
        s3.put_bucket_policy(Bucket=bucket, Policy=wide)
        assert browser.get(KEY).status == 200
        assert browser.get("uploads/trip/lake.jpg").status == 403
    finally:
        s3.put_bucket_policy(Bucket=bucket, Policy=before)


@pytest.mark.parametrize("part", ["AllowDelivery", "distribution/"])
def test_without_the_statement_nothing_is_served(
    browser: Browser, s3: Any, bucket: str, etag: str, part: str
) -> None:
    """Neither without the permission nor with one for another distribution."""
    before = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    if part == "AllowDelivery":
        changed = before.replace('"Effect":"Allow"', '"Effect":"Deny"')
    else:
        changed = before.replace("distribution/", "distribution/X")
    assert changed != before
    try:
        s3.put_bucket_policy(Bucket=bucket, Policy=changed)
        assert browser.get(KEY).status == 403
    finally:
        s3.put_bucket_policy(Bucket=bucket, Policy=before)
    assert browser.get(KEY).status == 200


def test_a_second_plan_is_empty(delivered: Deployment) -> None:
    assert delivered.planned_changes() == ""
