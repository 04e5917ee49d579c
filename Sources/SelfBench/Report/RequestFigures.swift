/// The measurements of all rows, with the ratios between clients of the same round.
struct RequestFigures {
    typealias Row = RequestBench.Row

    let measurements: [Measurement]

    func sound(_ client: Client, _ row: Row) -> [Measurement] {
        measurements.filter {
            $0.client == client && $0.users == row.users && $0.isEncrypted == row.isEncrypted
                && $0.isSound
        }
    }

    /// The median of a figure of a client in a row.
    func median(_ client: Client, _ row: Row, _ value: (Measurement) -> Double) -> Double? {
        Spread(sound(client, row).map(value))?.median
    }

    /// CPU per request of one client ÷ that of another, round by round.
    func ratio(_ client: Client, to other: Client, _ row: Row) -> Spread? {
        ratio(client, row, to: other, row)
    }

    /// CPU per request of one client in a row ÷ that of a client in another row, of the same
    /// round.
    func ratio(_ client: Client, _ row: Row, to other: Client, _ otherRow: Row) -> Spread? {
        let others = sound(other, otherRow)
        return Spread(
            sound(client, row).compactMap { mine in
                others.first { $0.round == mine.round }.map { mine.cost / $0.cost }
            }
        )
    }
}
