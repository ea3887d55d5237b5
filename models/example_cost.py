"""The table of what one example costs, for its README."""

from models.cost import total
from models.deployments import PRICED, VOLUMES
from tools.docs.markdown import table
from tools.errors import ToolError


def cost(example: str) -> str:
    """Tell what an example costs at each volume.

    Args:
        example: its directory in examples/.

    Returns:
        A table.

    Raises:
        ToolError: the cost model does not know it.
    """
    known = {deployment.name: deployment for deployment in PRICED}
    if example not in known:
        raise ToolError(f"models/deployments.py knows {', '.join(known)}, not {example}")
    rows = [
        (
            "with the free tier" if free_tier else "US dollars a month",
            *(f"{total(known[example], n, free_tier=free_tier):,.2f}" for n in VOLUMES),
        )
        for free_tier in (False, True)
    ]
    return table(["", *(f"{volume:,} pictures" for volume in VOLUMES)], rows)
