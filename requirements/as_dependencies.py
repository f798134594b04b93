"""Build hook: the package's dependencies are the lines of runtime.in, said once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomMetadataHook(MetadataHookInterface):
    def update(self, metadata: dict) -> None:
        lines = Path(self.root, "requirements", "runtime.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in (raw.split("#")[0].strip() for raw in lines) if line]
