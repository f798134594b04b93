"""Sockets: news from the journal to screens, and signalling between the two ends of a call."""
