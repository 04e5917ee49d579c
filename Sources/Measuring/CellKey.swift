/// What one cell is about: an operation in one second of the run.
package struct CellKey: Hashable, Sendable {
    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    /// Whole seconds of the planned start since the origin, rounded down.
    package var second: Int
    /// Whether the planned start lies in ``MeasuringPlan/judgedSpan``; a second cut by the span's
    /// edge has two cells.
    package var isJudged: Bool

    package init(operation: Int, second: Int, isJudged: Bool) {
        self.operation = operation
        self.second = second
        self.isJudged = isJudged
    }
}
