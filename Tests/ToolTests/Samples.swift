/// The codes of a run that can prove nothing: 3, and 4 where the machine was too busy to measure.
let undecided: Set<Int32> = [3, 4]

/// A scenario of one operation on a service, small and short.
func sample(
    service: String,
    users: Int = 2,
    hold: String = "2s",
    request: String = "get: /look",
    more: String = ""
) -> String {
    """
    scenario: sample
    service: \(service)
    load: { users: { peak: \(users), ramp: 0s, hold: \(hold) } }
    flows:
      look:
        think: 100ms
        steps:
          - { operation: look, \(request) }
    \(more)

    """
}
