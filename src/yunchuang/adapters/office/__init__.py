"""LibreOffice, where it is installed, in a bounded process of its own."""
