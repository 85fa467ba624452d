"""The database of the measured service, reached without the service."""
import os
import re
import subprocess


class Database:
    def __init__(self, folder):
        self.folder = folder
        self.socket = f"{folder}/data/database/socket"

    def _connection(self, user, name="kynang"):
        passwords = "database/password" if user == "kynang_admin" else "login.pgpass"
        return dict(
            os.environ, PGHOST=self.socket, PGPORT="5432", PGUSER=user, PGDATABASE=name,
            PGPASSFILE=f"{self.folder}/data/{passwords}")

    def psql(self, script, user="kynang_admin", variables=(), name="kynang"):
        """What a script prints, unaligned, one row a line."""
        options = [f"--set={name}={value}" for name, value in variables]
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *options], input=script.encode(),
            env=self._connection(user, name), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=3600, check=False)
        if done.returncode != 0:
            raise SystemExit(f"psql failed: {done.stderr.decode()}")
        return done.stdout.decode().strip()

    def pgbench(self, script, clients, seconds, variables):
        """Transactions a second, as the application's login."""
        path = f"{self.folder}/script.sql"
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        options = [item for name, value in variables for item in ("-D", f"{name}={value}")]
        done = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
             "-f", path, *options],
            env=self._connection("kynang_app"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=seconds + 60, check=False)
        text = done.stdout.decode()
        count = re.search(r"actually processed: (\d+)", text)
        rate = re.search(r"tps = ([0-9.]+) \(without", text)
        failed = re.search(r"failed transactions: (\d+)", text)
        if done.returncode != 0 or not rate or (failed and int(failed[1]) > 0):
            raise SystemExit(f"pgbench failed: {text}{done.stderr.decode()}")
        return float(rate[1]), int(count[1])


def statement(feature, name, binds):
    """A statement of the product, with each `$n` replaced by the n-th bind."""
    with open(f"sql/queries/{feature}.sql", encoding="utf-8") as file:
        text = file.read()
    part = re.search(
        rf"^-- name: {re.escape(name)}$(.*?)(?=^-- name: |\Z)", text, re.M | re.S)[1]
    lines = [line for line in part.splitlines() if not line.lstrip().startswith("--")]
    body = "\n".join(lines).strip().rstrip(";")
    return re.sub(r"\$(\d+)", lambda bind: binds[int(bind[1]) - 1], body)
