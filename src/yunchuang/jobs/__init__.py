"""Work done after the fact: one module a job kind, each a door like any other (job → one verb).

A new kind: a module here with a function under ``@app.job``, and its name in ``KINDS``.
"""

from importlib import import_module
from pkgutil import iter_modules

KINDS = ("finish_upload", "read_material", "scan_material", "scan_sent_file", "send_message")
"""Every name that a service may defer; a test holds it against the workers registered below."""

for _module in iter_modules(__path__):
    if _module.name not in {"worker", "reconciler"}:  # these two run, they are not run by a row
        import_module(f"{__name__}.{_module.name}")
