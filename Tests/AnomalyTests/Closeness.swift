import Testing

/// Fails, naming the worst element, unless each deviation is at most `tolerance` times the largest
/// size of an expected element.
func expectClose(
    _ found: [Float], _ expected: [Float], relative tolerance: Float, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    let scale = expected.map(abs).max() ?? 1
    var worst = 0
    var deviation: Float = -1
    for (index, (a, b)) in zip(found, expected).enumerated() where !(abs(a - b) <= deviation) {
        (worst, deviation) = (index, abs(a - b))
        if !deviation.isFinite { break }
    }
    #expect(
        deviation <= tolerance * scale,
        """
        \(what): element \(worst) is \(found[worst]), not \(expected[worst]), off by \
        \(deviation / scale)
        """,
        sourceLocation: sourceLocation)
}
