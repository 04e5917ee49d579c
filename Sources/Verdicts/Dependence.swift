enum Dependence {
    static func assess(_ series: [(count: Int, hits: Int)]) -> (tau: Double, batches: Int) {
        (1, series.count)
    }
}
