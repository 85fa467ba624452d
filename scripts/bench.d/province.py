"""Loads a demo of many firms and compares: with raw copy of the same rows, and with a demo of 40 firms."""
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

import cases
from bench import table
from database import Database
from processes import resident_mib
from service import Service

# Made from the facts, or kept by the program itself.
DERIVED = ("firm_period", "firm_course_period", "firm_indicator", "published_cell",
           "published_part", "published_period", "rollup_queue",
           "skill_sheet", "skill_catalogue", "installation", "audit_seal", "task_run")


def url(service):
    return (f"host={service.folder}/data/database/socket port=5432 user=kynang_admin dbname=kynang "
            f"passfile={service.folder}/data/database/password")


def run(service, *arguments, database=None):
    """Seconds, memory at its highest in MiB, and what a command printed."""
    owner = url(service)
    if database:
        owner = owner.replace("dbname=kynang", f"dbname={database}")
    environment = dict(os.environ, KYNANG_LANGUAGE="en", KYNANG_MIGRATION_DATABASE_URL=owner)
    began = time.monotonic()
    with open(f"{service.folder}/log-command", "ab") as log:
        started = subprocess.Popen([service.program, *arguments], stdout=subprocess.PIPE, stderr=log,
                                   stdin=subprocess.DEVNULL, env=environment)
        text = started.stdout.read().decode()
        _, status, usage = os.wait4(started.pid, 0)
    if status != 0:
        with open(f"{service.folder}/log-command", encoding="utf-8") as log:
            raise SystemExit(f"{' '.join(arguments)} failed: {log.read()[-600:]}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, text


def tables_in_order(database):
    """Tables of the demo, each after those that it refers to."""
    names = database.psql(
        "select relname from pg_class where relnamespace = 'kynang'::regnamespace "
        "and relkind = 'r'").split()
    edges = [line.split("|") for line in database.psql(
        "select conrelid::regclass::text || '|' || confrelid::regclass::text from pg_constraint "
        "where contype = 'f' and conrelid <> confrelid").split()]
    needs = {name: set() for name in names}
    for child, parent in edges:
        child, parent = child.split(".")[-1], parent.split(".")[-1]
        if child in needs and parent in needs:
            needs[child].add(parent)
    order = []
    while needs:
        ready = sorted(name for name, wanted in needs.items() if not wanted & needs.keys())
        order += ready
        for name in ready:
            del needs[name]
    return [name for name in order if name not in DERIVED]


def raw_copy(service, database, empty):
    """Seconds and rows of a plain copy into another database of the same schema; and the rows' bytes."""
    folder = f"{service.folder}/copy"
    os.mkdir(folder)
    os.chmod(folder, 0o777)
    loaded = [name for name in tables_in_order(database) if name in empty]
    script = "begin;\n"
    rows = size = 0
    for name in loaded:
        count = int(database.psql(f"select count(*) from kynang.{name}"))
        if count == 0:
            continue
        rows += count
        columns = database.psql(
            "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute "
            f"where attrelid = 'kynang.{name}'::regclass and attnum > 0 and not attisdropped "
            "and attgenerated = ''")
        path = f"{folder}/{name}"
        database.psql(f"copy kynang.{name} ({columns}) to '{path}' with (format binary)")
        size += os.path.getsize(path)
        script += f"copy kynang.{name} ({columns}) from '{path}' with (format binary);\n"
    began = time.monotonic()
    database.psql(script + "commit;", name="raw")
    took = time.monotonic() - began
    shutil.rmtree(folder)
    return took, rows, size


def empty_tables(database):
    names = tables_in_order(database)
    counts = database.psql("\n".join(
        f"select '{name}|' || exists (select from kynang.{name});" for name in names)).split()
    return {line.split("|")[0] for line in counts if line.endswith("|false")}


def latencies(service, database):
    """Medians of reading a person's gaps and of the matrix of the first firm, one by one."""
    headers = service.bearer(service.token("hr"))
    people = database.psql(
        "select employment.id from kynang.employment as employment "
        "join kynang.firm as firm on firm.id = employment.firm_id and firm.code = 'KH00001' "
        "where employment.superseded_at is null and upper_inf(employment.during) "
        "order by employment.id limit 40").split()
    gaps = [service.timed("GET", f"/v1/employees/{person}/skill-gaps", headers)[0] * 1000
            for person in people * 3]
    matrix = [service.timed("GET", "/v1/skill-matrix?limit=200", headers)[0] * 1000
              for _ in range(12)]
    return cases.spread(gaps[len(people):]), cases.spread(matrix[2:])


def officer_pages(service):
    """Spread of milliseconds of each of the officer's pages, one by one, after one that warmed up."""
    headers = service.cookie("officer")
    spreads = {}
    for path in ("/officer", "/officer/adoption", "/officer/support", "/officer/firms"):
        took = [service.timed("GET", path, headers)[0] * 1000 for _ in range(11)]
        spreads[path] = cases.spread(took[1:])
    return spreads


def one_quarter(service, database):
    headers = service.bearer(service.token("administrator"))
    day = database.psql(
        "select max(starts_on) from kynang.observation where period_kind = 'quarter'")
    body = f'{{"kinds":["quarter"],"from":"{day}","until":"{day}"}}'
    seconds, answer = service.timed("POST", "/v1/rollups/rebuild", headers, body)
    return seconds, answer.decode()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program, firms = sys.argv[1], int(sys.argv[2])
    print(f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {os.cpu_count()} processors, load "
          f"{os.getloadavg()[0]:.1f}, {firms:,} firms\n", flush=True)
    with Service(program, ["--firms", "40"]) as service:
        time.sleep(5)
        small_memory = resident_mib(service.process.pid)
        small = latencies(service, Database(service.folder))
        small_pages = officer_pages(service)
    with Service(program, ["--empty"]) as service:
        database = Database(service.folder)
        empty = empty_tables(database)
        took, memory, text = run(service, "seed", "demo", "--firms", str(firms))
        for login, password in re.findall(r"^(\w+)@demo\.kynang +(\S+)", text, re.M):
            service.sign_ins[login] = password
        megabytes = int(database.psql("select pg_database_size('kynang')")) / 1e6
        database.psql("create database raw owner kynang_admin encoding 'UTF8' template template0")
        run(service, "migrate", database="raw")
        run(service, "seed", "reference", database="raw")
        raw_took, rows, size = raw_copy(service, database, empty)
        database.psql("drop database raw")
        people = database.psql(
            "select count(*) from kynang.employment where superseded_at is null "
            "and upper_inf(during)")
        table(["loading", "seconds", "rows a second", "to raw copy"], [
            [f"seed demo --firms {firms}: {rows:,} rows, {int(people):,} employees, with the periods "
             "of firms", f"{took:.1f}", f"{rows / took:,.0f}", f"{raw_took / took:.2f}"],
            [f"raw copy of the same rows ({size / 1e6:,.0f} MB)", f"{raw_took:.1f}",
             f"{rows / raw_took:,.0f}", "1.00"]])
        print(f"memory of the loading process at its highest: {memory:.0f} MiB; the database: "
              f"{megabytes:,.0f} MB; the service after a demo of 40 firms: {small_memory:.0f} MiB\n")
        large = latencies(service, database)
        pages = officer_pages(service)
        table(["one by one, ms", "40 firms", f"{firms:,} firms"], [
            ["a person's gaps", small[0], large[0]], ["a firm's matrix", small[1], large[1]],
            *([f"officer's page {path}", small_pages[path], pages[path]] for path in pages)])
        seconds, answer = one_quarter(service, database)
        print(f"a rollup of one quarter of all firms: {seconds:.1f} s {answer}")
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
