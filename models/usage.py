"""How much of what AWS charges for a deployment uses in a month."""

import math

from models.data import GB, MONTH_HOURS, MONTH_SECONDS, assumed, quota
from models.deployments import CORE_MB, Deployment

# What a new picture asks of S3 (src/thumbnailer/settling/settle.py): GET, a PUT for each output,
# side by side, and a last HEAD. These are of the source:
SOURCE_GETS = 2
_WAITS = 3
# Pictures of a batch that are settled side by side (src/thumbnailer/settling/service.py).
AT_A_TIME = 10
# Seconds for which an empty queue keeps a receive waiting, and for which a data key is reused.
_LONG_POLL = 20
_KEY_REUSE = 300
# With `function.metrics = "all"`, rejected pictures are also counted by reason.
_REASONS = 2


def s3_gets(deployment: Deployment) -> int:
    """GETs and HEADs for one picture; whether there is a report is asked beside the last HEAD."""
    return SOURCE_GETS + deployment.reports


def wait_seconds(deployment: Deployment) -> float:
    """Seconds for which one picture waits for answers of S3, and of SNS where there are notices."""
    return (_WAITS + deployment.notices) * deployment.request_seconds


def busy_seconds(deployment: Deployment) -> float:
    """Seconds of network and processor that a picture takes from the others of its batch."""
    transferred = deployment.source_bytes + deployment.output_bytes
    network = transferred / assumed("network_bytes_per_second")
    cores = deployment.memory_mb / CORE_MB
    # One picture is rendered on one core; further whole ones serve further pictures of the batch.
    speed = min(cores, 1.0) * min(max(1, int(cores)), max(1.0, deployment.batch))
    return network + deployment.render_seconds * assumed("slower") / speed


def invocation_seconds(deployment: Deployment) -> float:
    """Seconds that an average invocation takes; so many pictures wait side by side."""
    waits = max(1.0, deployment.batch / AT_A_TIME)
    return waits * wait_seconds(deployment) + deployment.batch * busy_seconds(deployment)


def cold_share(invocations: float) -> float:
    """The share of invocations that find no environment waiting, if they come at random."""
    rate = invocations / MONTH_SECONDS
    return max(assumed("cold_share"), math.exp(-rate * assumed("idle_seconds")))


def metric_months(metrics: str, pictures: float) -> float:
    """Metrics of the function; each is paid for by the hour in which it is written."""
    hourly = pictures / MONTH_HOURS
    rejected = hourly * assumed("rejected_share")

    def written(times: float) -> float:
        return 1 - math.exp(-times)

    counts = written(hourly - rejected) + written(rejected)
    # The milliseconds and the bytes of the source.
    measures = 2 * written(hourly) + _REASONS * written(rejected / _REASONS)
    return {"none": 0.0, "outcomes": counts, "all": counts + measures}[metrics]


def usage(deployment: Deployment, pictures: float) -> dict[str, float]:
    """What a month with so many uploads uses; the uploads themselves are not counted.

    Args:
        deployment: which.
        pictures: uploaded in the month, evenly spread.

    Returns:
        Quantities by the names of their prices.
    """
    variants = deployment.variants
    invocations = pictures / deployment.batch
    seconds = invocation_seconds(deployment) + cold_share(invocations) * assumed("init_seconds")
    lines = assumed("line_bytes") + (variants - 1) * assumed("line_bytes_per_output")
    logged = (pictures * lines + invocations * assumed("platform_bytes")) / GB
    idle = quota("esm_start") * MONTH_SECONDS / _LONG_POLL
    views = pictures * variants * deployment.views
    return {
        f"lambda_gb_seconds_{deployment.architecture}": (
            invocations * seconds * deployment.memory_mb / 1024
        ),
        "lambda_requests": invocations,
        # What CloudFront does not have, it asks for.
        "s3_get": pictures * s3_gets(deployment) + views * (1 - assumed("hits")),
        "s3_put": pictures * variants,
        "s3_storage": pictures * deployment.output_bytes / GB,
        # One send for each picture, one receive and one delete for each batch; and the pollers
        # ask while nothing comes.
        "sqs_requests": pictures + 2 * invocations + idle,
        "logs_ingested": logged,
        "logs_stored": logged * assumed("logs_compressed"),
        "metrics": metric_months(deployment.metrics, pictures),
        **_extras(deployment, pictures),
    }


def _extras(deployment: Deployment, pictures: float) -> dict[str, float]:
    """What is switched on beside the pipeline itself."""
    variants = deployment.variants
    reused = 2 * MONTH_SECONDS / _KEY_REUSE
    asked = reused + (0 if deployment.bucket_key else pictures * (1 + variants))
    transferred = pictures * deployment.output_bytes * deployment.views / GB
    return {
        "alarms": deployment.alarms,
        "dashboards": deployment.dashboards,
        # S3 sends EventBridge every event of a bucket, those of outputs among them.
        "eventbridge_events": (
            pictures * (1 + variants * deployment.one_bucket) * deployment.eventbridge
        ),
        "sns_publishes": pictures * deployment.notices,
        "kms_keys": deployment.kms_key,
        "kms_requests": asked * deployment.kms_key,
        "cloudfront_requests": pictures * variants * deployment.views,
        "cloudfront_transfer": transferred,
    }


def pictures_per_second(deployment: Deployment, concurrency: int) -> float:
    """What so many invocations at a time can settle, if nothing else is in the way."""
    return concurrency * deployment.batch / invocation_seconds(deployment)


def s3_pictures_per_second(deployment: Deployment) -> float:
    """What S3 takes, if uploads and outputs have one prefix each."""
    return min(
        quota("s3_put_per_second") / deployment.variants, quota("s3_get_per_second") / SOURCE_GETS
    )
