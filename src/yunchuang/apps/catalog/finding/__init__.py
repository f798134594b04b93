"""The search engine over items: needs no database, so that a file can be searched too. See ``engine``."""
