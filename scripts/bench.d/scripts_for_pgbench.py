"""What the service sends to PostgreSQL, as scripts of pgbench: the product's own statements."""
from database import statement

NOBODY = "00000000-0000-0000-0000-000000000000"


def settings(pairs):
    """One call that applies role and settings, as the service does it."""
    calls = ", ".join(f"set_config({name}, {value}, true)" for name, value in pairs)
    return f"select {calls};"


GAPS_SETTINGS = settings([
    (":role_name", ":role"), (":account_name", ":account"), (":firm_name", ":firm")])
GAPS_NAMES = [
    ("role_name", "role"), ("role", "kynang_firm"), ("account_name", "app.account_id"),
    ("firm_name", "app.firm_id")]


def gaps_statement():
    return statement(
        "skill-gaps", "skill_gap.of_employee",
        [":firm", ":employee", ":as_of", ":known_at", "null"]) + ";"


def gaps(pipelined):
    lines = ["begin isolation level read committed read only;", GAPS_SETTINGS, gaps_statement(),
             "commit;"]
    if pipelined:
        lines = ["\\startpipeline", *lines, "\\endpipeline"]
    return "\n".join(lines) + "\n"


def gaps_set_local(account, firm):
    """`set local` takes no parameter, so the values stand in the script."""
    return "\n".join([
        "begin isolation level read committed read only;", "set local role kynang_firm;",
        f"set local app.account_id = '{account}';", f"set local app.firm_id = '{firm}';",
        gaps_statement(), "commit;"]) + "\n"


def completions():
    """Two transactions, as the service has them: whose the enrolment is, then the record.

    One statement after the other, as `gset` cannot stand in a pipeline. Who records for whom is
    read from a table by the number of the client; the audit rows are constants of the same size.
    """
    mine = "(select mine.{} from bench.enrolment as mine where mine.number = :client_id)"
    trainer = [("'role'", "'kynang_trainer'"), ("'app.account_id'", ":account")]
    record = [
        ":firm_id", ":course_run_id", ":course_id", ":planned_minutes", "now()", ":account",
        ":reason", "array[:completion_id]::uuid[]", "array[:revision]::integer[]",
        "array[:enrolment_id]::uuid[]", "array[:employee_id]::uuid[]",
        "array[:completed_on]::date[]", "array[:attended_minutes]::integer[]",
        "array[:result]::text[]", "array[:new_score]::float8[]"]
    changes = "'[{\"field\":\"completions\",\"after\":\"1\"}]'"
    details = ("array['[{\"field\":\"result\",\"before\":\"completed\",\"after\":\"completed\"},"
               "{\"field\":\"completedOn\",\"after\":\"2026-01-01\"},"
               "{\"field\":\"attendedMinutes\",\"after\":\"960\"}]']")
    return "\n".join([
        "\\set hundredths random(0, 10000)",
        "\\set new_score :hundredths / 100.0",
        "begin isolation level read committed read only;",
        settings([*trainer, ("'app.firm_id'", f"'{NOBODY}'")]),
        statement("attendance", "attendance.seats",
                  [":trainer", f"array[{mine.format('enrolment_id')}]"]) + " \\gset",
        "commit;",
        "begin isolation level read committed read write;",
        settings([*trainer, ("'app.firm_id'", ":firm_id")]),
        statement("attendance", "attendance.enter_run",
                  [":trainer", ":course_run_id", "null"]) + ";",
        statement("completions", "completion.run", [":course_run_id"]) + " \\gset",
        statement("completions", "completion.facts",
                  ["array[:firm_id]::uuid[]", ":course_run_id",
                   "array[:enrolment_id]::uuid[]"]) + " \\gset",
        statement("completions", "completion.record", record) + ";",
        statement("completions", "completion.spend",
                  [":course_run_id", "array[:enrolment_id]::uuid[]", "current_date", "now()",
                   ":account"]) + ";",
        "select gen_random_uuid() as audit_id \\gset",
        statement("app", "audit.insert",
                  [":firm_id", ":audit_id", "now()", ":account", "'trainer'",
                   "'completion.record'", "array[:course_run_id]::uuid[]", changes, ":reason",
                   "'bench'"]) + ";",
        statement("app", "audit.insert_details",
                  [":firm_id", ":audit_id", "array[:enrolment_id]::uuid[]", "array['corrected']",
                   details]) + ";",
        "commit;"]) + "\n"
