import Testing

extension Accuracy {
    @Suite("Accuracy of failures", .timeLimit(.minutes(2)))
    struct FailureTests {
        /// Twenty users for 8 s against a service that does something wrong all the time.
        private func played(_ fault: String) async throws
            -> (summary: RunSummary, log: ServiceLog.Event, requests: [Rehearsal.Access])
        {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let service = try Rehearsal(faults: ["at 0s for 1h: \(fault)"], in: sandbox)
            let run = try await ToolRun(
                "Scenarios/quickstart.yaml",
                [
                    "--set", "service=\(service.url)", "--users", "20", "--duration", "8s",
                    "--set", "load.users.ramp=1s", "--seed", "5",
                ],
                in: sandbox
            )
            let ended = try service.end()
            return (run.summary, try #require(ended.log.first("fault-end")), ended.requests)
        }

        @Test("with 10 % of answers an error, failed is what the service failed")
        func errors() async throws {
            let (summary, fault, requests) = try await played("error 10%")
            Reconciliation.check(summary, against: requests)
            let failed = summary.sum(\.failed)
            let refused = requests.filter { $0.status == 500 }.count
            figure(
                "errors: requests, failed by the service, counted",
                "\(requests.count), \(refused), \(failed)"
            )
            #expect(failed == refused && failed == fault.failed)
            #expect(failed == summary.sum { $0.failures["unexpected-status", default: 0] })
            #expect(failed == requests.count / 10)
        }

        @Test("with 10 % of requests answered by a reset, failed is what the service reset")
        func resets() async throws {
            let (summary, fault, requests) = try await played("reset 10%")
            Reconciliation.check(summary, against: requests)
            let failed = summary.sum(\.failed)
            let reset = requests.filter { $0.ending == "reset" }.count
            figure(
                "resets: requests, reset by the service, counted",
                "\(requests.count), \(reset), \(failed)"
            )
            #expect(failed == reset && failed == fault.reset)
            #expect(failed == summary.sum { $0.failures["connection-lost", default: 0] })
            #expect(failed == requests.count / 10)
        }
    }
}
