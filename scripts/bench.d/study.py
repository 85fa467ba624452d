"""A study over many firms: from the click to the headline, beside copy out and the estimate alone."""
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time

from bench import table
from database import Database, statement
from service import Service

QUARTERS = 12
TIMES = 5
DESCRIPTION = {
    "indicatorCode": "LP", "periodKind": "quarter", "firstPeriod": "2020-01-01",
    "lastPeriod": "2022-10-01", "isLogarithm": True, "treatment": {"kind": "completion"},
    "sections": [], "sizes": [], "comparison": "not_yet", "cluster": "firm", "covariates": [],
    "anticipation": 0, "isRandomised": False}
SETTINGS = {
    "app.study_province": "56", "app.study_period": "quarter", "app.study_last": "2022-10-01",
    "app.study_indicator": "LP", "app.study_first": "completions", "app.study_second": "",
    "app.study_first_course": "", "app.study_second_course": ""}
# Firms of a province in quarters as the roll-up would write them: two in five never train, the others
# begin in the second to the eleventh quarter, and gain 8 per cent from then on.
FILL = """
set role kynang_loader;
create temporary table made as
select
  ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid as id, n,
  case when n % 5 < 2 then 0 else 2 + (n / 5) % 10 end as start
from generate_series(1, :firms) as n;
insert into kynang.firm (
  id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, commune_code,
  created_at, created_by)
select made.id, 'BENCH' || made.n, 'Bench ' || made.n, 'none', 'VSIC2018', chr(65 + made.n % 20), null, '56',
  null, now(), '00000000-0000-0000-0000-000000000001'
from made;
insert into kynang.firm_period (
  firm_id, period_kind, starts_on, as_of, size_code, people, people_assessed, people_with_requirements,
  people_competent, people_at_target, people_claiming_target, people_registered, people_attended,
  people_trained, people_assessed_after, people_competent_after, people_applying, people_trained_in_period,
  completions_in_period, attended_minutes_in_period, mgt_stage, sal_stage, crm_stage, prd_stage,
  supports_in_period, supports_without_amount_in_period, support_approved_vnd_in_period,
  support_paid_vnd_in_period, training_support_vnd_in_period, training_firm_part_vnd_in_period, rolled_up_at)
select made.id, 'quarter', day, (day + interval '3 months')::date - 1, 'small', 5 + made.n % 40, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, (quarter = made.start)::integer, (quarter = made.start)::integer * 480, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now()
from made
cross join generate_series(1, :quarters) as quarter
cross join lateral (select (date '2020-01-01' + make_interval(months => 3 * (quarter - 1)))::date as day) as at;
insert into kynang.firm_indicator (firm_id, period_kind, starts_on, indicator_code, value, status)
select made.id, 'quarter', (date '2020-01-01' + make_interval(months => 3 * (quarter - 1)))::date, 'LP',
  2e8 * exp(
    0.3 * sin(made.n) + 0.01 * quarter + 0.05 * sin(made.n * 7.3 + quarter * 3.1)
    + case when made.start > 0 and quarter >= made.start then 0.08 else 0 end),
  'derived'
from made
cross join generate_series(1, :quarters) as quarter;
reset role;
"""


def fill(database, firms):
    began = time.monotonic()
    database.psql(FILL, variables=(("firms", firms), ("quarters", QUARTERS)))
    database.psql("vacuum analyze kynang.firm_period; vacuum analyze kynang.firm_indicator; "
                  "vacuum analyze kynang.firm;")
    print(f"{firms:,} firms × {QUARTERS} quarters are made in {time.monotonic() - began:.0f} s",
          flush=True)


def panel_sql(settings):
    return (f"begin transaction read only; set local role kynang_study; {settings} "
            f"copy ({statement('impact', 'study.panel', [])}) to stdout (format binary);")


def copy_out(database):
    """Seconds of copy out of the panel, by psql into nothing."""
    settings = "".join(f"set local \"{name}\" = '{value}'; " for name, value in SETTINGS.items())
    script = panel_sql(settings)
    took = []
    for _ in range(TIMES):
        began = time.monotonic()
        subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"], input=script.encode(),
                       env=database._connection("kynang_admin"), stdout=subprocess.DEVNULL, check=True)
        took.append(time.monotonic() - began)
    return statistics.median(took)


def estimate(bench, panel, folder):
    """Seconds of the headline's estimate on the exported panel, reading not counted."""
    with open(f"{folder}/panel.csv", "w", encoding="utf-8") as file:
        file.write(panel)
    spec = {"estimator": "callaway_santanna", "y": "log(outcome)", "unit": "firm", "time": "period",
            "cohort": "cohort", "uniform_band": {"draws": 9999, "seed": 1}}
    with open(f"{folder}/spec.json", "w", encoding="utf-8") as file:
        json.dump(spec, file)
    done = subprocess.run([bench, "estimate", f"{folder}/spec.json", f"{folder}/panel.csv"],
                          stdout=subprocess.PIPE, check=True)
    return float(done.stdout.decode().split()[0])


class Reader(threading.Thread):
    """Asks for a page again and again until it is stopped."""

    def __init__(self, service, headers):
        super().__init__()
        self.service, self.headers = service, headers
        self.took, self.is_over = [], threading.Event()

    def run(self):
        while not self.is_over.is_set():
            self.took.append(self.service.timed("GET", "/v1/studies", self.headers)[0])
            time.sleep(0.02)

    def stop(self):
        self.is_over.set()
        self.join()
        return sorted(self.took)


def run(service, headers, study):
    """Seconds to the headline and to the end."""
    began = time.monotonic()
    service.timed("POST", f"/v1/studies/{study}/runs", headers, "{}")
    headline = None
    while True:
        answer = json.loads(service.timed("GET", f"/v1/studies/{study}", headers)[1])
        latest = answer["study"]["runs"][0]
        if headline is None and latest["stepsInAll"] > 0:
            headline = time.monotonic() - began
        if latest["state"] == "done":
            return headline, time.monotonic() - began, answer
        if latest["state"] in ("failed", "cancelled"):
            raise SystemExit(f"the run is {latest['state']}: {latest.get('failure')}")
        time.sleep(0.05)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program, bench, firms = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {os.cpu_count()} processors, load "
          f"{os.getloadavg()[0]:.1f}", flush=True)
    with Service(program, ["--firms", "12"]) as service:
        database = Database(service.folder)
        fill(database, firms)
        officer = service.bearer(service.token("officer"))
        administrator = service.bearer(service.token("administrator"))
        created = json.loads(service.timed(
            "POST", "/v1/studies", officer,
            json.dumps({"title": "Bench", "description": DESCRIPTION}))[1])
        runs = []
        for _ in range(TIMES):
            reader = Reader(service, officer)
            reader.start()
            runs.append(run(service, officer, created["id"]))
            pages = reader.stop()
        copied = copy_out(database)
        panel = json.loads(service.timed(
            "POST", f"/v1/studies/{created['id']}/panel", administrator, "{}")[1])["csv"]
        alone = estimate(bench, panel, service.folder)
        headline = statistics.median(one[0] for one in runs)
        report = runs[-1][2]["report"]
        table(["what", "seconds"], [
            ["from the click to the headline (aim: 5)", f"{headline:.2f}"],
            ["copy out of the panel, by psql", f"{copied:.2f}"],
            ["the estimate alone", f"{alone:.2f}"],
            ["the headline against both together (aim: 1.3)", f"{headline / (copied + alone):.2f}"],
            ["to the end, all steps", f"{statistics.median(one[1] for one in runs):.1f}"],
            ["a page meanwhile, median", f"{statistics.median(pages):.3f}"],
            ["a page meanwhile, 95th of 100", f"{pages[int(len(pages) * .95)]:.3f}"],
        ])
        print(f"estimate {report['headline']['estimate']:.4f}, true 0.08; rows "
              f"{report['sample']['rowsUsed']:,}")


if __name__ == "__main__":
    main()
