"""Runs the code of an answer on calls with literal arguments, inside the sandbox.

Reads from its input: the task's length in ten digits, the task (JSON: `code`, `imports`, `calls`, limits), and a seal of
32 characters. A child is forked that gives up its rights, runs the code and tells what each call returned. The parent
reads the seal only then, so that the child never knows it, and passes on, behind the seal, how the child ended and what
it told. Whether a value is the expected one is judged outside: what is expected never comes in here.
"""
import ast
import ctypes
import errno
import importlib
import json
import os
import platform
import resource
import struct
import sys

TOLD_BYTES_MAX = 256 * 1024
NODES_MAX = 20_000
DEPTH_MAX = 60
NOBODY = 65534
# What a prompt's own import lines may bring in.
MODULES = {
    "array", "bisect", "cmath", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "random", "re", "statistics", "string",
    "sys", "typing",
}
# The system calls of code that computes: x86_64, aarch64.
CALLS = {
    "x86_64": (0xC000003E, [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 21, 22, 23, 24, 25, 28, 32, 33, 35, 39, 53,
        60, 63, 72, 79, 89, 95, 96, 97, 98, 99, 100, 102, 104, 107, 108, 110, 115, 131, 186, 201, 202, 204, 217, 218,
        219, 228, 229, 230, 231, 232, 233, 257, 262, 267, 269, 270, 271, 273, 281, 290, 291, 292, 293, 318, 324, 332,
        334, 436, 439,
    ]),
    "aarch64": (0xC00000B7, [
        17, 19, 20, 21, 22, 23, 24, 25, 48, 56, 57, 59, 61, 62, 63, 64, 65, 66, 67, 72, 73, 78, 79, 80, 93, 94, 96, 98,
        99, 101, 113, 114, 115, 123, 124, 128, 132, 134, 135, 139, 153, 158, 160, 163, 165, 166, 169, 172, 173, 174,
        175, 176, 177, 178, 179, 199, 214, 215, 216, 222, 226, 233, 278, 283, 291, 293, 436, 439,
    ]),
}


class Unfit(Exception):
    """A value that no literal is equal to."""


class Unclear(Exception):
    """A value of which that cannot be said."""


def allow_only(machine):
    """A seccomp filter: every other system call fails as not permitted."""
    audit, calls = CALLS[machine]
    size = len(calls)
    program = [(0x20, 0, 0, 4), (0x15, 1, 0, audit), (0x06, 0, 0, 0), (0x20, 0, 0, 0)]
    program += [(0x15, size - at, 0, call) for at, call in enumerate(calls)]
    program += [(0x06, 0, 0, 0x00050000 | errno.EPERM), (0x06, 0, 0, 0x7FFF0000)]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, header, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def limit(cpu_seconds, memory_bytes):
    for what, soft, hard in (
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, 32, 32),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def give_up_rights(out, task):
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.closerange(3, out)
    os.closerange(out + 1, 1024)
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    limit(task["cpu_seconds"], task["memory_bytes"])
    allow_only(platform.machine())


class Writer:
    """Values as JSON that keeps Python's types, by the types' own methods and never by the value's."""

    def __init__(self):
        self.nodes = 0

    def form(self, value, depth=0):
        self.nodes += 1
        if self.nodes > NODES_MAX or depth > DEPTH_MAX:
            raise Unclear()
        if value is None or value is True or value is False:
            return value
        kinds = type(value).__mro__
        if int in kinds:
            return {"i": "%x" % int.__index__(value)}
        if float in kinds:
            return {"f": float.__repr__(value)}
        if str in kinds:
            return {"s": str.__str__(value)}
        below = depth + 1
        for kind, tag in ((list, "l"), (tuple, "t"), (set, "e"), (frozenset, "e")):
            if kind in kinds:
                return {tag: [self.form(item, below) for item in kind.__iter__(value)]}
        if dict in kinds:
            return {"d": [[self.form(key, below), self.form(item, below)] for key, item in dict.items(value)]}
        if type(value).__module__ in ("decimal", "fractions") or complex in kinds or bytes in kinds:
            raise Unclear()
        raise Unfit()


def problem(error):
    if isinstance(error, ModuleNotFoundError):
        return "module"
    if isinstance(error, OSError) or isinstance(error, RuntimeError) and "start new thread" in str(error):
        return "limit"
    if isinstance(error, MemoryError):
        return "memory"
    return "raised"


def called(text, scope):
    call = ast.parse(text, mode="eval").body
    function = scope.get(call.func.id)
    if function is None:
        return {"problem": "absent"}
    positional = [ast.literal_eval(argument) for argument in call.args]
    named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
    try:
        return {"value": Writer().form(function(*positional, **named))}
    except Unfit:
        return {"problem": "unfit"}
    except Unclear:
        return {"problem": "unclear"}


def prepared(imports, scope):
    for line in imports:
        for node in ast.parse(line).body:
            modules = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            if all(str(module).split(".")[0] in MODULES for module in modules):
                exec(compile(ast.Module([node], []), "prompt", "exec"), scope)


def tried(task, out):
    # Kept here, since the code may put others into their places.
    tell, write = json.dumps, os.write

    def say(**what):
        data = tell(what).encode("ascii") + b"\n"
        while data:
            data = data[write(out, data):]

    say(ready=True)
    scope = {"__name__": "answer"}
    try:
        prepared(task["imports"], scope)
        exec(compile(task["code"], "answer", "exec"), scope)
    except BaseException as error:
        say(code=problem(error))
        return
    for index, call in enumerate(task["calls"]):
        try:
            result = called(call, scope)
        except BaseException as error:
            result = {"problem": problem(error)}
        say(call=index, **result)


def child(task, out):
    try:
        give_up_rights(out, task)
        tried(task, out)
    finally:
        os._exit(0)


def read(size):
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            sys.exit("the task is not whole")
        data += more
    return data


def main():
    task = json.loads(read(int(read(10))))
    inner, outer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(inner)
        child(task, outer)
    os.close(outer)
    seal = read(32)
    told = b""
    while len(told) <= TOLD_BYTES_MAX:
        more = os.read(inner, 65536)
        if not more:
            break
        told += more
    overflow = len(told) > TOLD_BYTES_MAX
    status = 0 if overflow else os.waitpid(pid, 0)[1]
    end = {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "overflow": overflow}
    sys.stdout.buffer.write(seal + json.dumps(end).encode("ascii") + b"\n" + told[:TOLD_BYTES_MAX])
    sys.stdout.buffer.flush()
    os._exit(0)


main()
