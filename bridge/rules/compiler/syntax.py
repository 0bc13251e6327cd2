"""Short forms for the pieces of Python's syntax tree that compiled rules consist of."""

import ast


def load(name: str) -> ast.expr:
    """Return the syntax that reads a variable."""
    return ast.Name(name, ast.Load())


def store(name: str) -> ast.Name:
    """Return the syntax that a variable is written by."""
    return ast.Name(name, ast.Store())


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """Return the syntax that calls one of the meanings."""
    return ast.Call(load(name), list(arguments), [])


def item(holder: ast.expr, *names: str) -> ast.expr:
    """Return the syntax that reads a fact of a record; never an attribute of an object."""
    for name in names:
        holder = ast.Subscript(holder, ast.Constant(name), ast.Load())
    return holder


def outputs(row: ast.expr) -> ast.expr:
    """Return the syntax that reads the outputs of a row: the one attribute that is ever read."""
    return ast.Attribute(row, "outputs", ast.Load())


def conditional(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """Return the syntax that computes one of two values."""
    return ast.IfExp(test, then, otherwise)


def assign(name: str, value: ast.expr) -> ast.stmt:
    """Return the statement that keeps a value in a variable."""
    return ast.Assign([store(name)], value)
