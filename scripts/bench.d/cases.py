"""The measurements. Each returns rows of the table: what, service, comparison, ratio, notes."""
import json
import re
import statistics
import subprocess
import time

import processes
import scripts_for_pgbench as scripts
from database import statement

SECONDS = 5


class Load:
    """One load: its rate, and the processor time per request of who took part, in µs."""

    def __init__(self, service, run):
        before = self._cpu(service)
        self.rate, count, self.latency = run()
        # The backends of a tool that has ended count only once they have ended too.
        time.sleep(0.5)
        after = self._cpu(service)
        self.kynang, self.postgres, self.tool = (
            (late - early) / count * 1e6 for early, late in zip(before, after))

    @staticmethod
    def _cpu(service):
        return (processes.cpu(service.process.pid), processes.cluster_cpu(service.postmaster),
                processes.tools_cpu())


def wrk(service, token, path, connections, threads, script=()):
    done = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-H",
         f"Authorization: Bearer {token}", *(["-s", script[0]] if script else []),
         service.url + path, *(["--", *script[1:]] if script else [])],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS + 30, check=True)
    text = done.stdout.decode()
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"requests failed:\n{text}")
    count = int(re.search(r"(\d+) requests in", text)[1])
    rate = float(re.search(r"Requests/sec: +([0-9.]+)", text)[1])
    p99 = re.search(r"99% +(\S+)", text)[1]
    return rate, count, p99


def pgbench(database, script, clients, variables):
    rate, count = database.pgbench(script, clients, SECONDS, variables)
    return rate, count, f"{clients / rate * 1000:.2f}ms mean"


def line(name, load, base):
    return [name, f"{load.rate:,.0f}/s", f"{load.rate / base.rate:.2f}", f"{load.kynang:.0f}",
            f"{load.postgres:.0f}", f"{load.kynang + load.postgres:.0f}", f"{load.tool:.0f}",
            load.latency]


def gaps(service, database, world):
    """Reading one person's gaps, against the same statements by pgbench."""
    token = service.token("hr")
    path = f"/v1/employees/{world['employee']}/skill-gaps"
    cells = len(json.loads(service.timed("GET", path, service.bearer(token))[1])["cells"])
    variables = [("firm", world["firm"]), ("employee", world["employee"]),
                 ("account", world["account"]), ("as_of", world["today"]),
                 ("known_at", "infinity"), *scripts.GAPS_NAMES]
    set_local = scripts.gaps_set_local(world["account"], world["firm"])
    rows = []
    for connections in (8, 32):
        served = Load(service, lambda: wrk(service, token, path, connections, 2))
        loads = [
            ("kynang over HTTP", served),
            ("pgbench, one by one", Load(service, lambda: pgbench(
                database, scripts.gaps(False), connections, variables))),
            ("pgbench, one by one, set local", Load(service, lambda: pgbench(
                database, set_local, connections, variables))),
            ("pgbench, pipelined", Load(service, lambda: pgbench(
                database, scripts.gaps(True), connections, variables))),
        ]
        for name, load in loads:
            rows.append(line(f"gaps ({cells} cells), {connections} connections: {name}", load,
                             loads[1][1]))
    return rows


def completions(service, database, world):
    """Correcting a completion, durably, against the same statements by pgbench."""
    token = service.token("trainer")
    path = f"{service.folder}/enrolments"
    with open(path, "w", encoding="utf-8") as file:
        file.write(database.psql(
            "select course_run_id || ' ' || enrolment_id "
            "from bench.enrolment order by number") + "\n")
    count = "select count(*) from kynang.completion"
    variables = [("account", world["trainer_account"]), ("trainer", world["trainer"]),
                 ("reason", "a second marking")]
    rows = []
    for connections in (8, 32):
        before = int(database.psql(count))
        served = Load(service, lambda: wrk(
            service, token, "/", connections, connections,
            ["scripts/bench.d/completions.lua", path]))
        written = int(database.psql(count)) - before
        if written < 0.95 * served.rate * SECONDS:
            raise SystemExit(f"only {written} of {served.rate * SECONDS:.0f} corrections are there")
        direct = Load(service, lambda: pgbench(
            database, scripts.completions(), connections, variables))
        name = f"completion, {connections} connections: "
        rows += [line(name + "kynang over HTTP", served, direct),
                 line(name + "pgbench, one by one", direct, direct)]
    return rows


def enrolment(service, database):
    """500 people in one request; the first of six runs warms up."""
    token = service.token("hr")
    people = database.psql(
        "select id from bench.employee where size_number = 3 order by number limit 500").split()
    took = []
    for run in database.psql("select id from bench.run order by number").split():
        body = {"courseRunId": run, "employeeIds": people, "includeCompetentReason": "refresher"}
        seconds, answer = service.timed(
            "POST", "/v1/enrolments", service.bearer(token), json.dumps(body))
        seats = int(database.psql(
            f"select count(*) from kynang.seat where course_run_id = '{run}' and state = 'taken'"))
        if seats != len(people):
            raise SystemExit(f"{seats} of {len(people)} are enrolled: {answer[:400]}")
        took.append(seconds * 1000)
    return [["500 people enrolled in one request", spread(took[1:])]]


def matrix(service, database, world):
    """The matrix as JSON and as a page, against its two long statements in psql."""
    headers = service.bearer(service.token("hr"))
    cookie = service.cookie("hr")
    rows = []
    for number, size, limit in ((2, "200 × 24", 200), (3, "1,000 × 60", 1000)):
        unit = database.psql(f"select unit_id from bench.size where number = {number}")
        alone = statements_alone(database, world, unit)
        rows.append([f"matrix {size}: SQL alone", spread(alone), "1.00", ""])
        path = f"/v1/skill-matrix?unitId={unit}&limit={limit}"
        body = json.loads(service.timed("GET", path, headers)[1])
        shown = f"{len(body['lines'])} × {len(body['columns'])}"
        for name, path, header in (
            ("JSON", path, headers), ("page", f"/matrix?unit={unit}", cookie)):
            answers = [service.timed("GET", path, header) for _ in range(9)][2:]
            took = [seconds * 1000 for seconds, _ in answers]
            if name == "page" and answers[0][1].count(b"B%d-" % number) == 0:
                raise SystemExit("the page shows nobody")
            rows.append([
                f"matrix {size}: {name}" + (f" ({shown})" if name == "JSON" else ""), spread(took),
                f"{statistics.median(took) / statistics.median(alone):.2f}",
                f"{len(answers[0][1]) / 1024:,.0f} KiB"])
    return rows


def statements_alone(database, world, unit):
    """Milliseconds of the people and the cells together, in psql, to nowhere."""
    binds = [f"'{world['firm']}'", f"'{world['today']}'", "'infinity'", "null", f"'{unit}'",
             "null", "null", "null", "false", "null"]
    both = (statement("skill-gaps", "skill_gap.people", binds) + ";\n"
            + statement("skill-gaps", "skill_gap.cells", binds) + ";\n")
    text = database.psql(
        "begin read only;\n\\o /dev/null\n"
        + scripts.settings([
            ("'role'", "'kynang_firm'"), ("'app.account_id'", f"'{world['account']}'"),
            ("'app.firm_id'", f"'{world['firm']}'")])
        + "\n\\timing on\n" + both * 9, user="kynang_app")
    times = [float(found) for found in re.findall(r"Time: ([0-9.]+) ms", text)]
    pairs = [people + cells for people, cells in zip(times[::2], times[1::2])]
    return pairs[2:]


def idle(service):
    time.sleep(10)
    cluster = [service.postmaster, *processes.children(service.postmaster)]
    return [
        ["kynang, 10 s idle (VmRSS)", f"{processes.resident_mib(service.process.pid):.0f} MiB"],
        ["PostgreSQL, 10 s idle (PSS of all processes)",
         f"{processes.proportional_mib(cluster):.0f} MiB"],
        ["from nothing to listening, with a demo of 40 firms",
         f"{service.seconds_to_start:.1f} s"]]


def spread(milliseconds):
    return (f"{statistics.median(milliseconds):.1f} ms "
            f"({min(milliseconds):.1f}–{max(milliseconds):.1f})")
