"""Runs the examples of a prompt against the code of an answer, in a process of its own with tight limits.

Reads `task.json` (imports, code, asserts, doctests, limits) in the working directory. Writes one line of JSON: how many
examples ran, and the first one that failed with what was expected and what was got. Everything that the code prints
is thrown away.
"""
import ast
import doctest
import json
import os
import resource
import sys


def limit(cpu_seconds, memory_bytes):
    for what, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 1 << 20),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):
            pass  # The system has a tighter limit already, or none of this kind.


def shown(value):
    try:
        return repr(value)[:200]
    except Exception as error:
        return "a value whose repr raises " + type(error).__name__


def raised(error):
    return "%s: %s" % (type(error).__name__, str(error)[:160])


def failure(example, expected, got):
    return {"example": example[:200], "expected": expected[:200], "got": got[:200]}


def run_assert(line, scope):
    test = ast.parse(line).body[0].test
    is_equality = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)
    try:
        if is_equality:
            left = eval(compile(ast.Expression(test.left), "prompt", "eval"), scope)
            right = eval(compile(ast.Expression(test.comparators[0]), "prompt", "eval"), scope)
            return None if left == right else failure(line, shown(right), shown(left))
        exec(compile(line, "prompt", "exec"), scope)
    except AssertionError:
        return failure(line, "a true condition", "a false one")
    except BaseException as error:
        return failure(line, "no exception", raised(error))
    return None


class FirstFailure(doctest.DocTestRunner):
    found = None

    def report_failure(self, out, test, example, got):
        self.found = self.found or failure(example.source.strip(), example.want.strip(), got.strip())

    def report_unexpected_exception(self, out, test, example, info):
        self.found = self.found or failure(example.source.strip(), example.want.strip() or "no exception", raised(info[1]))


def run_doctests(text, scope):
    test = doctest.DocTestParser().get_doctest(text, scope, "prompt", None, 0)
    runner = FirstFailure(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    runner.run(test, out=lambda text: None, clear_globs=False)
    return len(test.examples), runner.found


def run(task):
    scope = {"__name__": "answer"}
    try:
        exec(compile(task["imports"], "prompt", "exec"), scope)
        exec(compile(task["code"], "answer", "exec"), scope)
    except BaseException as error:
        return {"ran": 1, "failure": failure("the code itself", "no exception", raised(error))}
    ran = 0
    for line in task["asserts"]:
        ran += 1
        found = run_assert(line, scope)
        if found:
            return {"ran": ran, "failure": found}
    if task["doctests"]:
        examples, found = run_doctests(task["doctests"], scope)
        return {"ran": ran + examples, "failure": found}
    return {"ran": ran, "failure": None}


def main():
    with open("task.json", encoding="utf-8") as file:
        task = json.load(file)
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    limit(task["cpu_seconds"], task["memory_bytes"])
    result = run(task)
    os.write(out, json.dumps(result).encode("utf-8"))
    os._exit(0)


main()
