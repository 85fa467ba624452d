"""What processes cost, as Linux counts it."""
import os
import resource

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()


def cpu(pid, with_ended_children=False):
    """Seconds of processor time, in the kernel and outside of it."""
    fields = _stat(pid)
    ticks = sum(map(int, fields[11:13]))
    if with_ended_children:
        ticks += sum(map(int, fields[13:15]))
    return ticks / TICK


def children(parent):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if int(_stat(name)[1]) == parent:
                    found.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def cluster_cpu(postmaster):
    """Of a whole PostgreSQL server, with the backends that have ended."""
    total = cpu(postmaster, with_ended_children=True)
    for pid in children(postmaster):
        try:
            total += cpu(pid)
        except (FileNotFoundError, ProcessLookupError):
            # It ended meanwhile; what it cost is then its parent's.
            continue
    return total


def tools_cpu():
    """Of the load generators that this program has run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise ValueError("no VmRSS")


def proportional_mib(pids):
    """Memory with what is shared counted once."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return total / 1024
