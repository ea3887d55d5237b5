"""The deployment under test: chaos/stack, applied to an emulator, with the proxy before its S3."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from chaos import proxy
from chaos.proxy import Proxy
from chaos.uploads import Step
from tools.build import zips
from tools.errors import ToolError
from tools.local_aws import emulator, release
from tools.local_aws.deployment import Deployment, fresh_state
from tools.local_aws.endpoint import Endpoint
from tools.paths import ROOT

# Seconds until a message that was not acknowledged comes back. The module says six times the
# function's timeout. Here it is that timeout, 30, and the longest that a request lives which the
# proxy holds, 12, and some more: less, and a killed worker's write could arrive after its message
# was handled again; more, and a run would take longer.
VISIBILITY_TIMEOUT = 45
# Seconds: as chaos/stack says.
TIMEOUT = 30


@dataclass
class System:
    """What runs.

    Attributes:
        endpoint: AWS.
        proxy: between the function and S3.
        outputs: of the stack.
        artifact: the function's zip.
    """

    endpoint: Endpoint
    proxy: Proxy
    outputs: dict[str, Any]
    artifact: Path
    s3: Any = field(init=False)
    sqs: Any = field(init=False)
    functions: Any = field(init=False)

    def __post_init__(self) -> None:
        self.s3, self.sqs = self.endpoint.client("s3"), self.endpoint.client("sqs")
        self.functions = self.endpoint.client("lambda")
        self.bucket: str = self.outputs["bucket_name"]
        self.queue: str = self.outputs["queue_url"]
        self.dead_letters: str = self.outputs["dead_letter_queue_url"]

    def prepare(self, max_receive_count: int) -> None:
        """Send the function's calls through the proxy, and have failures come back sooner."""
        self.redeploy(AWS_ENDPOINT_URL=self.proxy.endpoint.url)
        policy = {
            "deadLetterTargetArn": self.outputs["dead_letter_queue_arn"],
            "maxReceiveCount": max_receive_count,
        }
        self.sqs.set_queue_attributes(
            QueueUrl=self.queue,
            Attributes={
                "VisibilityTimeout": str(VISIBILITY_TIMEOUT),
                "RedrivePolicy": json.dumps(policy),
            },
        )

    def redeploy(self, **environment: str) -> None:
        """Change the function's environment: processes of the version before get no more work."""
        release.configure(self.functions, self.outputs["function_name"], environment)

    def set_timeout(self, seconds: int) -> None:
        """Change the function's timeout."""
        release.set_timeout(self.functions, self.outputs["function_name"], seconds)

    def redeploy_code(self) -> None:
        """Deploy the same code once more, as another version."""
        release.upload(self.functions, self.outputs["function_name"], self.artifact.read_bytes())

    def kill(self) -> int:
        """Kill every process that runs the function, in the middle of whatever it does."""
        killed = 0
        for child in psutil.Process(self.endpoint.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
                killed += 1
        return killed

    def time_outs(self) -> int:
        """How often the function ran out of time."""
        log = self.endpoint.log.read_text(errors="replace") if self.endpoint.log else ""
        return log.count("killing worker")

    def waiting(self, queue: str) -> int:
        """How many messages a queue holds, visible or in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def keys(self, prefix: str = "") -> set[str]:
        """All keys in the bucket that begin so."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return {entry["Key"] for page in pages for entry in page.get("Contents", [])}

    def do(self, step: Step) -> None:
        """Do something to a source."""
        if step.data is None:
            self.s3.delete_object(Bucket=self.bucket, Key=step.key)
        else:
            self.s3.put_object(Bucket=self.bucket, Key=step.key, Body=step.data)

    def announce(self, key: str) -> None:
        """Send the event of an upload to the queue, as S3 sometimes does twice."""
        record = {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": self.bucket}, "object": {"key": key}},
        }
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=json.dumps({"Records": [record]}))


def wait_for(what: str, look: Callable[[], bool], seconds: float) -> None:
    """Look until it is so.

    Raises:
        ToolError: it never is.
    """
    deadline = time.monotonic() + seconds
    while not look():
        if time.monotonic() > deadline:
            raise ToolError(f"{what}: not within {seconds:.0f} seconds.")
        time.sleep(0.2)


@contextlib.contextmanager
def running(name: str) -> Iterator[System]:
    """Apply the stack to an emulator of its own, and end both afterwards.

    The emulator speaks plain HTTP and lets everybody do everything: the proxy changes what
    signatures are made of. What it holds ends with it; nothing needs to be destroyed.

    Args:
        name: tells logs and state from others'.
    """
    artifacts = zips.for_local_runs()
    paths = {"function_zip": str(artifacts.function), "layer_zip": str(artifacts.layer)}
    with emulator.run(name, auth=False, tls=False) as endpoint, proxy.run(endpoint, name) as faulty:
        variables = {
            "bucket_name": name,
            "architecture": artifacts.arch,
            "artifacts": json.dumps(paths),
        }
        stack = Deployment(endpoint, ROOT / "chaos/stack", fresh_state(name), variables)
        stack.apply()
        system = System(endpoint, faulty, stack.outputs(), artifacts.function)
        yield system
