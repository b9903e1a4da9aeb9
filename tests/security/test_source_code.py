"""The server's own code: it neither unpickles, nor unpacks, nor evaluates, nor starts programs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import modelstead

SOURCE = Path(modelstead.__file__).parent
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "marshal",
    "shelve",
    "yaml",
    "subprocess",
    "pty",
    "tarfile",
    "zipfile",
    "shutil",
    "code",
    "runpy",
    "xml",
    "requests",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "ctypes",
}
ONE_PLACE_FOR_HTML = "web/formats.py"  # the only one that says of a text that it is HTML: escaped, or sanitised
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_ATTRIBUTES = {"popen", "spawnv", "spawnl", "execv", "execve", "execvp", "fork", "Markup", "loadtxt"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    files = sorted(SOURCE.rglob("*.py"))
    assert len(files) > 60
    for file in files:
        yield str(file.relative_to(SOURCE)), ast.parse(file.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_that_runs_or_unpacks_what_it_is_given_is_imported() -> None:
    for name, tree in trees():
        for module in imported(tree):
            parts = module.split(".")
            prefixes = {".".join(parts[: count + 1]) for count in range(len(parts))}
            assert not prefixes & FORBIDDEN_MODULES, (name, module)


def test_nothing_is_evaluated_or_started() -> None:
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, (name, node.lineno)
            if isinstance(node, ast.Attribute):
                assert node.attr not in FORBIDDEN_ATTRIBUTES, (name, node.lineno)
                is_of_os = isinstance(node.value, ast.Name) and node.value.id == "os"
                assert not (is_of_os and node.attr == "system"), (name, node.lineno)
            if isinstance(node, ast.ImportFrom) and node.module == "os":
                assert "system" not in {alias.name for alias in node.names}, name
            if isinstance(node, ast.Import):
                assert not any(alias.name == "os" and alias.asname for alias in node.names), name


def test_one_place_says_what_html_is() -> None:
    found = {name for name, tree in trees() for module in imported(tree) if module.split(".")[0] == "markupsafe"}
    assert found == {ONE_PLACE_FOR_HTML}


def test_templates_escape_by_default_and_have_no_inline_code() -> None:
    templates = sorted(SOURCE.rglob("*.html"))
    assert templates
    for file in templates:
        text = file.read_text()
        for forbidden in ("|safe", "| safe", "autoescape", "<script>", "onclick=", "onload=", "style=", "javascript:"):
            assert forbidden not in text, (file.name, forbidden)
