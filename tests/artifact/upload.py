"""A bucket with uploads in it, and the events that tell of them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from tools.local_aws.endpoint import Endpoint
from tools.samples.messages import s3_event, sqs_event

RECIPE = {
    "limits": {"max_bytes": 5242880, "max_pixels": 50000000},
    "variants": {
        "thumb": {
            "width": 150,
            "height": 150,
            "quality": 80,
            "key": "thumbnails/{dir}{stem}_{variant}{ext}",
        }
    },
}


@dataclass(frozen=True)
class Uploads:
    """A bucket of its own on an endpoint."""

    endpoint: Endpoint
    bucket: str = field(default_factory=lambda: f"uploads-{uuid.uuid4()}")

    def __post_init__(self) -> None:
        self.client.create_bucket(Bucket=self.bucket)

    @property
    def client(self) -> Any:
        return self.endpoint.client("s3")

    def settings(self, **recipe: object) -> dict[str, str]:
        """The function's environment for this bucket, with these members added to the recipe."""
        return self.endpoint.environment() | {
            "THUMBNAILER_BUCKET": self.bucket,
            "THUMBNAILER_UPLOADS_PREFIX": "uploads/",
            "THUMBNAILER_RECIPE": json.dumps(RECIPE | recipe),
        }

    def put(self, key: str, data: bytes) -> dict[str, Any]:
        """Upload; returns the SQS event that Lambda gets."""
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data)
        return sqs_event(s3_event(key, bucket=self.bucket))

    def keys(self, prefix: str) -> list[str]:
        """What lies under a prefix."""
        listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [found["Key"] for found in listed.get("Contents", [])]

    def picture(self, key: str) -> Image.Image:
        """Open what lies at a key."""
        body = self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        image = Image.open(BytesIO(body))
        image.load()
        return image
