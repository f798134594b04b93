"""Rules of reading papers: from lines of text with their places to kind, fields and findings. No pixels here."""
