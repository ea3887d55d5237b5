"""What LocalStack answers otherwise than AWS, and what would stop the pipeline or Terraform.

Each is mended by a wrapper around LocalStack's own operation. What cannot be mended so is listed in
docs/development/testing.md.
"""

import functools
from collections.abc import Callable
from typing import Any

from localstack.aws.api.s3 import NoSuchKey, PreconditionFailed
from localstack.services.s3.provider import S3Provider
from localstack.services.sqs.provider import SqsProvider


def mend() -> None:
    """Wrap the operations; before any service starts."""
    _wrap(S3Provider, "delete_object", _conditional_delete)
    _wrap(SqsProvider, "set_queue_attributes", _forget_empty_attributes)


def _conditional_delete(delete: Callable[..., Any], s3: Any, context: Any, **arguments: Any) -> Any:
    """DeleteObject with If-Match: LocalStack answers NotImplemented (501).

    S3 has it for all buckets:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    """
    wanted = arguments.pop("if_match", None)
    if wanted is None:
        return delete(s3, context, **arguments)
    name, key = arguments["bucket"], arguments["key"]
    _, bucket = s3._get_cross_account_bucket(context, name)
    with s3._preconditions_locks[name][key]:  # which conditional writes take, too
        etag = getattr(bucket.objects.get(key), "etag", None)  # a delete marker has none
        if etag is None:
            raise NoSuchKey("The specified key does not exist.", Key=key)
        if wanted.strip('"') not in ("*", etag):
            raise PreconditionFailed(
                "At least one of the pre-conditions you specified did not hold",
                Condition="If-Match",
            )
        return delete(s3, context, **arguments)


def _forget_empty_attributes(
    set_attributes: Callable[..., Any], sqs: Any, context: Any, **arguments: Any
) -> Any:
    """SetQueueAttributes with "": LocalStack keeps most such attributes, as empty ones.

    SQS forgets them. That is how the provider deletes a redrive allow policy, and it then waits
    until it is gone.
    """
    answer = set_attributes(sqs, context, **arguments)
    queue = sqs._resolve_queue(context, queue_url=arguments["queue_url"])
    for name, value in arguments["attributes"].items():
        if value == "":
            queue.attributes.pop(name, None)
    return answer


def _wrap(provider: type, operation: str, wrapper: Callable[..., Any]) -> None:
    inner = getattr(provider, operation)

    # With LocalStack's marks of an operation, which lie in the inner function's attributes.
    @functools.wraps(inner)
    def outer(service: Any, context: Any, **arguments: Any) -> Any:
        return wrapper(inner, service, context, **arguments)

    setattr(provider, operation, outer)
