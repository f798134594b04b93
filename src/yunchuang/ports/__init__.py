"""What the service needs from outside makers: a protocol and its words each."""
