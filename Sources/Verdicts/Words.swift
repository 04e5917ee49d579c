/// Figures and nouns in sentences.
package enum Words {
    /// A count with commas between thousands: "12,345".
    package static func figure(_ count: Int) -> String {
        var digits = Array(String(abs(count)))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (count < 0 ? "-" : "") + String(digits)
    }

    static func operations(_ count: Int) -> String {
        figure(count) + (count == 1 ? " operation" : " operations")
    }

    static func periods(_ count: Int) -> String {
        count == 1 ? "1 latency-continuation period" : "\(count) latency-continuation periods"
    }
}
