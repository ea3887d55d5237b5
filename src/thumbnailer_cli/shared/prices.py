"""Estimates the cost, in dollars, of the commands' requests and of the work that they cause.

The prices are those of us-east-1 without free tiers and discounts; prices of other Regions differ
by some tens of percent.

https://aws.amazon.com/s3/pricing/ (S3 Standard)
https://aws.amazon.com/sqs/pricing/ (standard queues)
https://aws.amazon.com/lambda/pricing/ (x86_64; arm64 is a fifth cheaper by the second)
"""

from __future__ import annotations

from dataclasses import dataclass

from thumbnailer.config.recipe import Recipe
from thumbnailer.config.settings import PROCESSOR

# Dollars for one.
LIST = PUT = 0.005 / 1000
HEAD = GET = 0.0004 / 1000
SQS_REQUEST = 0.40 / 1e6
LAMBDA_REQUEST = 0.20 / 1e6
LAMBDA_GB_SECOND = 0.0000166667

KEYS_PER_LIST = 1000
MESSAGES_PER_BATCH = 10
# Defaults of the module: the messages that an invocation receives with one request and deletes with
# another, and the memory in MiB for which Lambda gives the function one whole vCPU.
MESSAGES_PER_INVOCATION = 5
MEMORY = PROCESSOR


@dataclass(frozen=True)
class Work:
    """What the function needs for one source.

    Attributes:
        seconds: the duration in seconds.
        memory: the memory of the function in MiB.
    """

    seconds: float
    memory: int


@dataclass(frozen=True)
class Estimate:
    """An estimate in dollars, by kind of cost."""

    requests: float
    function: float

    @property
    def total(self) -> float:
        """The total."""
        return self.requests + self.function


def audit_dollars(lists: int, heads: int) -> float:
    """The cost of the requests of an audit."""
    return lists * LIST + heads * HEAD


def backfill_estimate(keys: int, recipe: Recipe, work: Work) -> Estimate:
    """The cost of a backfill, for its requests and the function, if every output has to be created.

    For each key: its share of the requests that send, receive and delete messages, a HEAD for each
    variant, a GET, a PUT for each variant and a last HEAD; and an invocation that takes `seconds`
    of the function's memory. Includes both listings, for counting and for sending. Does not include
    the storage of the outputs.
    """
    variants = len(recipe.variants)
    queue = (1 / MESSAGES_PER_BATCH + 2 / MESSAGES_PER_INVOCATION) * SQS_REQUEST
    store = variants * HEAD + GET + variants * PUT + HEAD
    lists = 2 * -(-keys // KEYS_PER_LIST) * LIST
    gigabytes = work.memory / 1024
    invocation = LAMBDA_REQUEST + work.seconds * gigabytes * LAMBDA_GB_SECOND
    return Estimate(lists + keys * (queue + store), keys * invocation)


def dollars(amount: float) -> str:
    """An estimated amount: about $0.00042, about $1.20, about $1,234."""
    if 0 < amount < _LEAST:
        return f"less than ${_LEAST}"
    digits = ",.0f" if amount >= _ROUND else ".2f" if amount >= _CENTS or not amount else ".2g"
    return f"about ${amount:{digits}}"


# Smaller amounts are not shown; amounts from these on are shown in whole dollars and whole cents.
_LEAST, _ROUND, _CENTS = 0.0001, 100, 0.1
