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
