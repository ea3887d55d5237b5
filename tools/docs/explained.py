"""Checks that what is explained by hand is all there is, and that nothing else is."""

from collections.abc import Collection

from tools.errors import ToolError


def exactly(what: str, explained: Collection[str], real: Collection[str], where: str) -> None:
    """Compare names.

    Args:
        what: are explained, such as "the fields of `limits`".
        explained: their names in the explanation.
        real: their names in the code.
        where: the explanation stands.

    Raises:
        ToolError: they differ.
    """
    missing = sorted(set(real) - set(explained))
    unknown = sorted(set(explained) - set(real))
    if missing:
        raise ToolError(f"{where} must explain {what}; it lacks {', '.join(missing)}")
    if unknown:
        raise ToolError(f"{where} explains, of {what}, what there is not: {', '.join(unknown)}")
