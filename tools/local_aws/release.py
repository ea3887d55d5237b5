"""Changes an applied function as Terraform does: the next version, and the alias moves to it."""

from collections.abc import Mapping
from typing import Any

ALIAS = "live"  # as in modules/function


def configure(functions: Any, name: str, environment: Mapping[str, str]) -> None:
    """Add to the function's environment, or replace in it.

    Args:
        functions: a client of Lambda.
        name: of the function.
        environment: the variables to set.
    """
    now = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": now | dict(environment)}
    )
    _release(functions, name)


def set_timeout(functions: Any, name: str, seconds: int) -> None:
    """Change the function's timeout.

    Args:
        functions: a client of Lambda.
        name: of the function.
        seconds: that one invocation may take.
    """
    functions.update_function_configuration(FunctionName=name, Timeout=seconds)
    _release(functions, name)


def upload(functions: Any, name: str, archive: bytes) -> None:
    """Replace the function's code.

    Args:
        functions: a client of Lambda.
        name: of the function.
        archive: the zip.
    """
    functions.update_function_code(FunctionName=name, ZipFile=archive)
    _release(functions, name)


def _release(functions: Any, name: str) -> None:
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=version)
