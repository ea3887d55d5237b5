"""Every request that the package makes of AWS, read from its source.

The parameters of a request are a tree: the names, each with those of the structure that it holds.
Values that are made elsewhere are not looked into.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.session import Session

import thumbnailer

SRC = Path(thumbnailer.__file__).parents[1]
SERVICES = ("s3", "sns", "sqs", "logs")

Tree = dict[str, "Tree"]


class Request(NamedTuple):
    """One call of a client: where it stands, and what it asks for."""

    where: str
    service: str
    operation: str
    parameters: Tree


def requests() -> list[Request]:
    """All of them, of the function and of the commands."""
    operations = _operations()
    return [
        Request(f"{path.relative_to(SRC)}:{call.lineno}", *operations[name], parameters)
        for path in sorted(SRC.rglob("*.py"))
        for function in _functions(ast.parse(path.read_text(encoding="utf-8")))
        for name, call in _calls(function)
        if name in operations and not call.args
        for parameters in [_parameters(call, function)]
    ]


def unknown(shape: Any, parameters: Tree, path: str = "") -> list[str]:
    """The parameters that a shape of botocore does not have."""
    while shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    members = getattr(shape, "members", {})
    found = []
    for name, inner in parameters.items():
        if name in members:
            found += unknown(members[name], inner, f"{path}{name}.")
        else:
            found.append(path + name)
    return found


def _operations() -> dict[str, tuple[str, str]]:
    """By the name of the client's method: the service and the operation."""
    session = Session()
    return {
        xform_name(operation): (service, operation)
        for service in SERVICES
        for operation in session.get_service_model(service).operation_names
    }


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _calls(function: ast.FunctionDef) -> Iterator[tuple[str, ast.Call]]:
    """What a function calls, by the name of the method; of a paginator by that of its operation."""
    for node in ast.walk(function):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    attr="paginate",
                    value=ast.Call(
                        func=ast.Attribute(attr="get_paginator"), args=[ast.Constant(value=name)]
                    ),
                )
            ):
                yield str(name), node
            case ast.Call(func=ast.Attribute(attr=name)):
                yield name, node


def _parameters(call: ast.Call, function: ast.FunctionDef) -> Tree:
    parameters: Tree = {}
    for keyword in call.keywords:
        if keyword.arg:
            parameters[keyword.arg] = _tree(keyword.value)
        else:
            assert isinstance(keyword.value, ast.Name), ast.unparse(call)
            parameters |= _assigned(keyword.value.id, function)
    # Not the operation's, but the paginator's own.
    return {name: inner for name, inner in parameters.items() if name != "PaginationConfig"}


def _assigned(name: str, function: ast.FunctionDef) -> Tree:
    """All that a function puts into a dictionary of this name."""
    found: Tree = {}
    for node in ast.walk(function):
        match node:
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if (
                target == name
            ):
                found |= _tree(value)
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                found |= _tree(value)
            case ast.Assign(
                targets=[
                    ast.Subscript(value=ast.Name(id=target), slice=ast.Constant(value=str(key)))
                ],
                value=value,
            ) if target == name:
                found[key] = _tree(value)
    assert found, f"{name} in {function.name} is made elsewhere"
    return found


def _tree(value: ast.expr) -> Tree:
    match value:
        case ast.Dict(keys=keys, values=values):
            return {
                str(key.value): _tree(inner)
                for key, inner in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant)
            }
        case ast.List(elts=elements):
            trees = [_tree(element) for element in elements]
        case ast.ListComp(elt=element):
            trees = [_tree(element)]
        case ast.DictComp(value=element):
            trees = [_tree(element)]
        case ast.IfExp(body=one, orelse=other):
            trees = [_tree(one), _tree(other)]
        case _:
            trees = []
    return {name: inner for tree in trees for name, inner in tree.items()}
