"""Runs every measurement against one fresh service and prints what it saw, as Markdown."""
import datetime
import os
import signal
import sys

import cases
import imports
from database import Database
from service import Service


def world(database):
    """Makes the people and classes that are measured; their ids."""
    of_login = ("select membership.{} from kynang.login as login "
                "join kynang.membership as membership on membership.account_id = login.account_id "
                "where login.login = '{}@demo.kynang'")
    ids = {
        "firm": database.psql(of_login.format("firm_id", "hr")),
        "account": database.psql(of_login.format("account_id", "hr")),
        "trainer": database.psql(of_login.format("trainer_id", "trainer")),
        "trainer_account": database.psql(of_login.format("account_id", "trainer")),
    }
    with open("scripts/bench.d/world.sql", encoding="utf-8") as file:
        database.psql(file.read(), variables=[(name, ids[name]) for name in ("firm", "account")])
    ids["employee"] = database.psql("select id from bench.employee where size_number = 1")
    ids["today"] = database.psql("select (now() at time zone 'Asia/Ho_Chi_Minh')::date")
    return ids


def table(header, rows):
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def main():
    # An interrupted run stops what it started, as a failed one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    moment = datetime.datetime.now(datetime.timezone.utc)
    print(f"{moment:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, "
          f"load at the start {os.getloadavg()[0]:.1f}\n", flush=True)
    rates = ["load", "rate", "ratio to pgbench one by one", "CPU kynang (µs)",
             "CPU PostgreSQL (µs)", "both", "CPU of the tool (µs)", "p99 (pgbench: mean)"]
    with Service(sys.argv[1], ["--firms", "40"]) as service:
        database = Database(service.folder)
        table(["at rest", "value"], cases.idle(service))
        ids = world(database)
        table(rates, cases.gaps(service, database, ids))
        table(["matrix", "median (range)", "ratio to SQL alone", "size"],
              cases.matrix(service, database, ids))
        table(["one request", "median (range)"], cases.enrolment(service, database))
        table(rates, cases.completions(service, database, ids))
        table(["a staff list", "seconds", ""], imports.rows(service, database))
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
