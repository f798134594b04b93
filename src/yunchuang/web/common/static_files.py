"""Static files under names that hold their content's hash, so that browsers keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed names; a file that was not collected keeps its plain name instead of failing the page."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name when there is one, else the name itself."""
        hashed = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return hashed if isinstance(hashed, str) else name
