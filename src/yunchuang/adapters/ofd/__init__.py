"""OFD files (GB/T 33190): their pages drawn to be looked at."""
