"""A program that becomes a child in the right way: other user, and a word from the kernel when its parent dies.

Run as ``python -I -S guard.py PARENT_PID UID GID PROGRAM ARGUMENT…``; UID -1 keeps the user. A program of its own
instead of ``preexec_fn``, which can lock up when the parent has threads. Standard library only, nothing of ours.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, uid, gid = (int(value) for value in sys.argv[1:4])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":  # after setuid, which would clear it
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:  # it died before we had asked to be told
        sys.exit(1)
    os.execv(sys.argv[4], sys.argv[4:])


if __name__ == "__main__":
    main()
