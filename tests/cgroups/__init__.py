"""What needs a delegated cgroup, and a kernel of its own to try it in."""
