"""Prints, as JSON, what a Python interpreter needs of the file system: itself, its standard library, shared libraries.

Runs outside of the sandbox, before anything that is not trusted. `ldd` is asked for the names by which the loader will
look for the libraries, of the interpreter and of every extension module.
"""
import json
import os
import re
import subprocess
import sys

PATH = re.compile(r"(/\S+)(?= \(0x)")


def libraries(files):
    listed = subprocess.run(["ldd", *files], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return set(PATH.findall(listed.stdout))


def main():
    interpreter = os.path.realpath(sys.executable)
    standard = os.path.realpath(os.path.dirname(os.__file__))
    dynamic = os.path.join(standard, "lib-dynload")
    modules = [os.path.join(dynamic, name) for name in os.listdir(dynamic)] if os.path.isdir(dynamic) else []
    found = libraries([interpreter, *(module for module in modules if module.endswith(".so"))])
    beside = [os.path.join(standard, name) for name in ("site-packages", "dist-packages")]
    print(json.dumps({
        "interpreter": interpreter,
        "standard": standard,
        "libraries": sorted(found),
        "hidden": [folder for folder in beside if os.path.isdir(folder)],
    }))


main()
