"""Makers of words behind the port ``language``: ``guide`` needs nothing, ``openai`` asks a model of the centre's."""
