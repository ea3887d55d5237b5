"""What a deployment costs: `python -m models.cost` prints the bills of the examples.

`--pictures`, `--variants` and so on make it any other deployment. Nothing beside the standard
library is needed.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.data import PRICES, PRICES_DATE, REGION, Price
from models.deployments import PRICED, VOLUMES, Deployment
from models.usage import usage


def bill(
    deployment: Deployment,
    pictures: float,
    *,
    free_tier: bool = False,
    prices: Mapping[str, Price] = PRICES,
) -> dict[str, float]:
    """Reckon what a month costs.

    Args:
        deployment: which.
        pictures: uploaded in the month.
        free_tier: whether the account's free units are all there for this deployment.
        prices: by name.

    Returns:
        Dollars by the names of the prices.
    """
    return {
        name: max(0.0, quantity - prices[name].free * free_tier)
        / prices[name].per
        * prices[name].usd
        for name, quantity in usage(deployment, pictures).items()
    }


def total(deployment: Deployment, pictures: float, *, free_tier: bool = False) -> float:
    """Reckon the dollars of a month."""
    return sum(bill(deployment, pictures, free_tier=free_tier).values())


def by_service(lines: Mapping[str, float]) -> dict[str, float]:
    """Add the lines of a bill up by service, in the order of the price list."""
    services: dict[str, float] = {}
    for name, price in PRICES.items():
        if name in lines:
            services[price.service] = services.get(price.service, 0.0) + lines[name]
    return services


def main(arguments: Sequence[str] | None = None) -> int:
    """Print bills.

    Args:
        arguments: of the command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m models.cost", description=__doc__)
    parser.add_argument("--example", choices=[d.name for d in PRICED], help="one of them only")
    parser.add_argument("--pictures", type=float, action="append", help="uploads in a month")
    parser.add_argument("--memory", type=int, help="MB of the function")
    parser.add_argument("--architecture", choices=["arm64", "x86_64"])
    parser.add_argument("--batch", type=float, help="messages that an invocation gets on average")
    parser.add_argument("--views", type=int, help="of each output through CloudFront")
    parser.add_argument("--free-tier", action="store_true", help="take the free units off")
    options = parser.parse_args(arguments)
    given = {
        "memory_mb": options.memory,
        "architecture": options.architecture,
        "batch": options.batch,
        "views": options.views,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    print(f"US dollars a month, {REGION}, {PRICES_DATE}")
    for deployment in PRICED:
        if options.example in (None, deployment.name):
            for pictures in options.pictures or VOLUMES:
                _print(replace(deployment, **changes), pictures, free_tier=options.free_tier)
    return 0


def _print(deployment: Deployment, pictures: float, *, free_tier: bool) -> None:
    lines = by_service(bill(deployment, pictures, free_tier=free_tier))
    print(f"\n{deployment.name}, {pictures:,.0f} pictures: {sum(lines.values()):,.2f}")
    for service, dollars in lines.items():
        if dollars:
            print(f"  {service:22} {dollars:12,.2f}")


if __name__ == "__main__":
    sys.exit(main())
