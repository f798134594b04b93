"""DOCX files: checked, laid out plainly, drawn to be looked at."""
