"""Makes faults of a program mechanically: one operator, comparison, constant, name or term changed in each."""

import ast
import copy

OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
}
COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
TWINS = [
    ("sum", "mean"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("any", "all"),
    ("floor", "ceil"),
    ("sin", "cos"),
    ("exp", "expm1"),
    ("log", "log1p"),
]
NAMES = {a: b for pair in TWINS for a, b in (pair, pair[::-1])}


def changes(node):
    """What may stand in the place of a node, each as (what was done, the new node)."""
    if isinstance(node, ast.BinOp):
        other = OPERATORS.get(type(node.op))
        if other:
            yield "operator", ast.BinOp(node.left, other(), node.right)
        yield "term", node.left
        yield "term", node.right
    elif isinstance(node, ast.AugAssign) and type(node.op) in OPERATORS:
        yield "operator", ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        yield "comparison", ast.Compare(node.left, [COMPARISONS[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield "and, or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield "sign", node.operand
    elif isinstance(node, ast.IfExp):
        yield "branch", node.body
        yield "branch", node.orelse
    elif isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool):
            yield "constant", ast.Constant(not value)
        elif isinstance(value, int):
            yield "constant", ast.Constant(value + 1)
            yield "constant", ast.Constant(value - 1)
        elif isinstance(value, float):
            yield "constant", ast.Constant(value * 2 if value else 1.0)
    elif isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield "function", ast.Attribute(node.value, NAMES[node.attr], node.ctx)
    elif isinstance(node, ast.Name) and node.id in NAMES and isinstance(node.ctx, ast.Load):
        yield "function", ast.Name(NAMES[node.id], node.ctx)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
        yield "copy", node.func.value


def places(tree):
    """Every node that may be replaced, as (parent, field, index in the field's list or None)."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield parent, field, None
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.AST):
                        yield parent, field, index


def read(parent, field, index):
    value = getattr(parent, field)
    return value if index is None else value[index]


def write(parent, field, index, node):
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def mutants(source):
    """Every program that differs from this one in one place: a list of [what was done, program]."""
    tree = ast.parse(source)
    same = ast.unparse(tree)
    found = []
    known = {same}
    for at, (parent, field, index) in enumerate(list(places(tree))):
        node = read(parent, field, index)
        for number, (what, _) in enumerate(changes(node)):
            other = copy.deepcopy(tree)
            place = list(places(other))[at]
            before = read(*place)
            _, after = list(changes(before))[number]
            write(*place, after)
            line = getattr(before, "lineno", 0)
            told = f"line {line}, {what}: {ast.unparse(before)} -> {ast.unparse(after)}"
            program = ast.unparse(ast.fix_missing_locations(other))
            if program not in known:
                known.add(program)
                found.append([told, program])
    return found
