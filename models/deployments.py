"""The deployments that are reckoned with: the examples, and what may be switched on beside them."""

from dataclasses import dataclass
from typing import Any

from models.data import assumed

# One whole core, and the least memory that has it.
CORE_MB = 1769


@dataclass(frozen=True)
class Deployment:
    """What a deployment makes of each picture, and how it is set up.

    Attributes:
        name: of the example.
        recipe: what `models.measure` renders; the variants are those of one picture.
        render_seconds: to render them, on one core, measured.
        output_bytes: of all of them together, measured.
        source_bytes: of the picture that was measured.
        memory_mb: of the function.
        architecture: of the function.
        batch: messages that an invocation gets on average.
        request_seconds: that a request to S3 takes, without the body.
        reports: whether rejections are reported (`rejected_prefix`): one more HEAD a picture.
        one_bucket: whether outputs go to the bucket of the uploads.
        eventbridge: whether events come through EventBridge.
        notices: whether completion notices are sent.
        metrics: which the function's log lines carry (`function.metrics`).
        alarms: metrics that alarms look at.
        dashboards: how many there are.
        kms_key: whether there is a key of one's own.
        bucket_key: whether S3 may reuse data keys of it.
        views: how often each output is fetched through CloudFront, in the month of its upload.
    """

    name: str
    recipe: dict[str, Any]
    render_seconds: float
    output_bytes: int
    source_bytes: int = 2_639_161
    memory_mb: int = CORE_MB
    architecture: str = "arm64"
    batch: float = 1
    request_seconds: float = assumed("request_seconds")
    reports: bool = False
    one_bucket: bool = True
    eventbridge: bool = False
    notices: bool = False
    metrics: str = "outcomes"
    alarms: int = 0
    dashboards: int = 0
    kms_key: bool = False
    bucket_key: bool = True
    views: int = 0

    @property
    def variants(self) -> int:
        """How many outputs a picture has."""
        return len(self.recipe["variants"])


MINIBLOG = Deployment(
    name="miniblog",
    recipe={"variants": {"thumb": {"width": 150, "height": 150}}},
    render_seconds=0.023,
    output_bytes=7_453,
)

TWO_BUCKETS = Deployment(
    name="two-buckets",
    recipe={
        "variants": {
            "processed": {
                "width": 300,
                "height": 300,
                "fit": "fill",
                "enlarge": True,
                "format": "jpeg",
                "key": "processed/{key}",
            }
        }
    },
    render_seconds=0.029,
    output_bytes=30_038,
    one_bucket=False,
)

# A photo; avatars and banners have one variant each, and cost about what miniblog does.
GALLERY = Deployment(
    name="gallery",
    recipe={
        "inputs": ["jpeg", "png", "webp"],
        "variants": {
            "square": {"width": 320, "height": 320, "fit": "cover", "gravity": "attention"},
            "slide": {
                "width": 1280,
                "height": 720,
                "fit": "contain",
                "background": "#202020",
                "format": "jpeg",
                "progressive": True,
            },
            "light": {"width": 800, "format": "webp", "max_bytes": 40000},
            "large": {
                "width": 2048,
                "height": 2048,
                "quality": 90,
                "copyright": True,
                "cache_control": "max-age=86400",
            },
        },
        "watermark": {"text": "(c) gallery", "variants": ["large"], "opacity": 0.5},
    },
    render_seconds=0.422,
    output_bytes=1_087_017,
)

# Of its three deployments the one that hears of its pictures through EventBridge.
EXISTING_BUCKET = Deployment(
    name="existing-bucket",
    recipe={
        "variants": {
            "avatar": {
                "width": 128,
                "height": 128,
                "fit": "cover",
                "key": "small/avatars/{dir}{stem}{ext}",
            }
        }
    },
    render_seconds=0.023,
    output_bytes=6_534,
    eventbridge=True,
)

# Each thumbnail is looked at ten times.
COMPLETE = Deployment(
    name="complete",
    recipe={
        "inputs": ["jpeg", "png", "webp", "gif", "avif", "tiff"],
        "variants": {
            "thumb": {"width": 150, "height": 150},
            "large": {"width": 1024, "format": "webp", "max_bytes": 100000},
        },
        "watermark": {"text": "(c) complete", "variants": ["large"]},
    },
    render_seconds=0.541,
    output_bytes=107_231,
    memory_mb=3008,
    reports=True,
    one_bucket=False,
    notices=True,
    metrics="all",
    alarms=11,
    dashboards=1,
    kms_key=True,
    views=10,
)

# Those that the tables and plots compare, and all that have a price in their README.
EXAMPLES = (MINIBLOG, TWO_BUCKETS, GALLERY)
PRICED = (*EXAMPLES, EXISTING_BUCKET, COMPLETE)
VOLUMES = (10_000, 1_000_000, 100_000_000)
