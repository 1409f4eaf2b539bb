"""Makes faults of a program mechanically: one operator, comparison, constant, name or term changed in each.

`mutants` gives whole programs; `study` runs a program and its faults and says what each prints.
"""

import ast
import contextlib
import copy
import io
import sys

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
        yield "constant" if isinstance(node.operand, ast.Constant) else "sign", node.operand
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


def changed(tree):
    """Every tree that differs from this one in one place: (what was done, node before, node after, tree)."""
    for at, (parent, field, index) in enumerate(list(places(tree))):
        node = read(parent, field, index)
        for number, (what, _) in enumerate(changes(node)):
            other = copy.deepcopy(tree)
            place = list(places(other))[at]
            before = read(*place)
            _, after = list(changes(before))[number]
            write(*place, after)
            yield what, before, after, ast.fix_missing_locations(other)


def mutants(source):
    """Every program that differs from this one in one place: a list of [what was done, program]."""
    tree = ast.parse(source)
    found = []
    known = {ast.unparse(tree)}
    for what, before, after, other in changed(tree):
        line = getattr(before, "lineno", 0)
        told = f"line {line}, {what}: {ast.unparse(before)} -> {ast.unparse(after)}"
        program = ast.unparse(other)
        if program not in known:
            known.add(program)
            found.append([told, program])
    return found


def line_mutants(source):
    """Those whose change stays within a line, all else as it was written: (what, line from 1, the new line, program)."""
    tree = ast.parse(source)
    lines = source.split("\n")
    known = {source}
    for what, before, after, other in changed(tree):
        if getattr(before, "lineno", None) is None or before.lineno != before.end_lineno:
            continue
        at = before.lineno - 1
        # Columns are counted in bytes.
        text = lines[at].encode()
        for written in (ast.unparse(after), f"({ast.unparse(after)})"):
            line = (text[: before.col_offset] + written.encode() + text[before.end_col_offset :]).decode()
            program = "\n".join([*lines[:at], line, *lines[at + 1 :]])
            if means(program, other):
                if program not in known:
                    known.add(program)
                    yield what, at + 1, line, program
                break


def means(program, tree):
    try:
        return ast.dump(ast.parse(program)) == ast.dump(tree)
    except SyntaxError:
        return False


class TooLong(BaseException):
    pass


def printed(source, steps=100_000):
    """What a program prints; None if it raises, or does not end within so many lines."""
    left = steps
    # Here, so that loading it is not counted among the program's lines.
    import numpy  # noqa: F401

    def trace(frame, event, argument):
        nonlocal left
        left -= 1
        if left < 0:
            raise TooLong
        return trace

    out = io.StringIO()
    sys.settrace(trace)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(source, "program.py", "exec"), {"__name__": "__main__"})
    except BaseException:
        return None
    finally:
        sys.settrace(None)
    return out.getvalue()


# A fault in a constant can't be told from the code: what the constant should be is nowhere written.
TELLING = ("operator", "comparison", "and, or", "sign", "function")


def study(source, most=60, tries=4):
    """What a program prints, and what its faults print that print something else.

    Gives [printed, [[line, new line, printed, telling], …], fault or None]. The fault is [line, new line, printed, repairs]:
    of those that can be told from the code, one that no other line could put right if there is one, else one that a single
    other line could; repairs are [line, new line] too.
    """
    right = printed(source)
    others = [[what, line, text, program, printed(program)] for what, line, text, program in limited(source, most)]
    differing = [other for other in others if other[4] is not None and other[4] != right]
    told = [[line, text, output, what in TELLING] for what, line, text, _, output in differing]
    best = None
    for _, line, text, program, output in [other for other in differing if other[0] in TELLING][:tries]:
        repairs = [
            [there, repaired]
            for _, there, repaired, candidate in limited(program, most)
            if there != line and printed(candidate) == right
        ]
        lines = {there for there, _ in repairs}
        if len(lines) <= 1 and (best is None or len(repairs) < len(best[3])):
            best = [line, text, output, repairs]
        if not repairs:
            break
    return [right, told, best]


def limited(source, most):
    found = list(line_mutants(source))
    step = max(1, -(-len(found) // most))
    return found[::step]
