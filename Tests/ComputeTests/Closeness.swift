import Testing

/// Fails, naming the worst element, unless every element is within `tolerance` of its like.
func expectClose<Number: BinaryFloatingPoint>(
    _ found: [Number], _ expected: [Number], within tolerance: Number,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let worst = zip(found, expected).enumerated().max {
        abs($0.element.0 - $0.element.1) < abs($1.element.0 - $1.element.1)
    }
    guard let (index, (a, b)) = worst else { return }
    #expect(
        abs(a - b) <= tolerance, "element \(index) is \(a), not \(b)",
        sourceLocation: sourceLocation)
    #expect(found.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
}
