#!/usr/bin/env python3
"""Compare the counts of a run against Trac with Trac's own database and access log.

Each operation of Scenarios/trac.yaml is one request, so for every operation

    answered operations = lines of the access log for its method and path
    succeeded operations = those lines that have the expected status

and besides: tickets in the database = create operations that succeeded, all by users that signed
in, each user as often as the log says; no ticket number twice; each account signed in once; nothing
in the log that no operation sent. Prints one line per comparison; exit code 1 when one fails.
"""

import argparse
import collections
import csv
import json
import sqlite3
import sys
from urllib.parse import parse_qs, urlsplit

# operation -> the status Trac gives when it did as asked
EXPECTED = {
    "sign in": "302",
    "open new ticket": "200",
    "create ticket": "303",
    "run report": "200",
    "query": "200",
    "export csv": "200",
    "sign out": "303",
}
# Ends of operations that sent nothing, and those after a whole answer.
NOT_SENT = {"missed", "not-playable"}
ANSWERED = {"succeeded", "unexpected-status", "unexpected-content", "nothing-to-take"}

Entry = collections.namedtuple("Entry", "time method target status user")


def operation_of(entry):
    """The operation that sends the logged request, or None."""
    target = urlsplit(entry.target)
    formats = parse_qs(target.query).get("format")
    return {
        ("GET", "/login"): "sign in",
        ("GET", "/newticket"): "open new ticket",
        ("POST", "/newticket"): "create ticket",
        ("GET", "/report/1"): "run report",
        ("GET", "/query"): "export csv" if formats == ["csv"] else "query",
        ("POST", "/logout"): "sign out",
    }.get((entry.method, target.path))


def read_log(path):
    with open(path, encoding="utf-8") as file:
        return [Entry(*line.rstrip("\n").split("\t")) for line in file]


def read_tickets(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute("SELECT id, reporter FROM ticket").fetchall()
    finally:
        database.close()


class Comparison:
    """Prints and counts what agrees and what does not."""

    def __init__(self):
        self.differences = 0

    def equal(self, what, ours, theirs):
        agrees = ours == theirs
        self.differences += not agrees
        print(f"{'ok  ' if agrees else 'DIFF'} {what}: {ours} {'=' if agrees else '≠'} {theirs}")

    def holds(self, what, fact):
        self.differences += not fact
        print(f"{'ok  ' if fact else 'DIFF'} {what}")


def compare_operations(comparison, operations, log):
    logged = collections.Counter(operation_of(entry) for entry in log)
    statuses = collections.Counter((operation_of(entry), entry.status) for entry in log)
    for name, operation in operations.items():
        comparison.holds(f"{name}: is an operation of the scenario known here", name in EXPECTED)
        failures = operation["failures"]
        uncertain = set(failures) - NOT_SENT - ANSWERED
        comparison.holds(
            f"{name}: every operation was answered or not sent {sorted(uncertain) or ''}".rstrip(),
            not uncertain)
        comparison.equal(
            f"{name}: planned = succeeded + failed", operation["planned"],
            operation["succeeded"] + sum(failures.values()))
        answered = operation["planned"] - sum(
            count for end, count in failures.items() if end not in ANSWERED)
        comparison.equal(f"{name}: answered = logged", answered, logged[name])
        comparison.equal(
            f"{name}: succeeded = logged with {EXPECTED.get(name)}", operation["succeeded"],
            statuses[name, EXPECTED.get(name)])
    strangers = sorted({
        f"{entry.method} {entry.target}" for entry in log if operation_of(entry) not in operations})
    comparison.holds(
        f"the log holds nothing else {strangers[:5] or ''}".rstrip(), not strangers)
    comparison.equal(
        "all requests = all lines", len(log), sum(logged[name] for name in operations))


def compare_tickets(comparison, operations, log, tickets):
    created = operations["create ticket"]["succeeded"]
    comparison.holds(f"tickets were created ({created})", created > 0)
    comparison.equal("create ticket: succeeded = tickets in the database", created, len(tickets))
    comparison.holds(
        "ticket numbers run from 1 without a gap",
        sorted(number for number, _ in tickets) == list(range(1, len(tickets) + 1)))
    by_reporter = collections.Counter(reporter for _, reporter in tickets)
    by_log = collections.Counter(
        entry.user for entry in log
        if operation_of(entry) == "create ticket" and entry.status == EXPECTED["create ticket"])
    comparison.holds("tickets of each user = the user's lines in the log", by_reporter == by_log)


def compare_users(comparison, log, accounts):
    comparison.holds(
        "every request came from a user signed in",
        all(entry.user in accounts for entry in log))
    sign_ins = collections.Counter(
        entry.user for entry in log if operation_of(entry) == "sign in")
    comparison.equal("users signed in = accounts", len(sign_ins), len(accounts))
    comparison.holds("no account signed in twice", max(sign_ins.values(), default=0) == 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("summary", "database", "access-log", "accounts"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--exit-code", type=int, required=True)
    return parser.parse_args()


def main():
    given = arguments()
    with open(given.summary, encoding="utf-8") as file:
        summary = json.load(file)
    with open(given.accounts, newline="", encoding="utf-8") as file:
        accounts = {row["user"] for row in csv.DictReader(file)}
    operations = {operation["name"]: operation for operation in summary["operations"]}
    log = read_log(given.access_log)

    comparison = Comparison()
    comparison.equal("exit code = the one in summary.json", given.exit_code, summary["exitCode"])
    compare_operations(comparison, operations, log)
    compare_tickets(comparison, operations, log, read_tickets(given.database))
    compare_users(comparison, log, accounts)
    print(f"verdict {summary['verdict']}, {len(log)} requests, "
          f"{comparison.differences or 'no'} differences")
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
