#!/usr/bin/env python3
"""Plants each kind of disagreement and sees that check.py finds it."""

import contextlib
import io
import unittest

import check

USERS = ["user01", "user02"]


class World:
    """A run of two users that agrees with Trac in everything."""

    def __init__(self):
        self.log = []
        for user in USERS:
            for method, target, status in [
                ("GET", "/login", "302"), ("GET", "/newticket", "200"),
                ("POST", "/newticket", "303"), ("GET", "/query?status=!closed", "200"),
                ("GET", "/query?status=!closed&format=csv", "200"),
            ]:
                self.log.append(check.Entry("1.0", method, target, status, user))
        self.tickets = [(1, "user02"), (2, "user01")]
        self.operations = {
            name: {"planned": 2, "succeeded": 2, "failures": {}}
            for name in ["sign in", "open new ticket", "create ticket", "query", "export csv"]
        }

    def differences(self):
        comparison = check.Comparison()
        with contextlib.redirect_stdout(io.StringIO()):
            check.compare_operations(comparison, self.operations, self.log)
            check.compare_tickets(comparison, self.operations, self.log, self.tickets)
            check.compare_users(comparison, self.log, set(USERS))
        return comparison.differences


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.world = World()

    def test_a_run_that_agrees_has_no_differences(self):
        self.assertEqual(self.world.differences(), 0)
        self.world.operations["query"]["planned"] = 3
        self.world.operations["query"]["failures"] = {"missed": 1}
        self.assertEqual(self.world.differences(), 0)

    def assert_found(self):
        self.assertGreater(self.world.differences(), 0)

    def test_a_lost_request_is_found(self):
        del self.world.log[3]
        self.assert_found()

    def test_a_request_sent_twice_is_found(self):
        self.world.log.append(self.world.log[3])
        self.assert_found()

    def test_a_ticket_too_many_is_found(self):
        self.world.tickets.append((3, "user01"))
        self.assert_found()

    def test_a_ticket_of_another_user_is_found(self):
        self.world.tickets[0] = (1, "user01")
        self.assert_found()

    def test_a_gap_in_the_ticket_numbers_is_found(self):
        self.world.tickets[1] = (3, "user01")
        self.assert_found()

    def test_an_error_counted_as_success_is_found(self):
        self.world.log[3] = self.world.log[3]._replace(status="500")
        self.assert_found()

    def test_a_request_of_no_operation_is_found(self):
        self.world.log.append(self.world.log[3]._replace(target="/favicon.ico"))
        self.assert_found()

    def test_a_request_without_sign_in_is_found(self):
        self.world.log[3] = self.world.log[3]._replace(user="-")
        self.assert_found()

    def test_an_account_used_by_two_users_is_found(self):
        self.world.log[5] = self.world.log[5]._replace(user="user01")
        self.assert_found()

    def test_an_operation_that_ended_nowhere_is_found(self):
        self.world.operations["query"]["planned"] = 3
        self.assert_found()

    def test_an_operation_without_an_answer_is_found(self):
        self.world.operations["query"]["planned"] = 3
        self.world.operations["query"]["failures"] = {"connection-lost": 1}
        self.assert_found()


if __name__ == "__main__":
    unittest.main()
