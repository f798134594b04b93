"""One file a maker behind each port, and always fake.py."""
