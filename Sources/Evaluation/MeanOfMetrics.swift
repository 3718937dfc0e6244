/// The mean of the metrics that tables of anomaly detection give, mAD.
///
/// Of image AUROC, AP, F1-max, pixel AUROC, AP, F1-max and AU-PRO, as they come; a table of several
/// products has the mean over the products of each.
///
/// - Parameter values: Seven.
/// - Returns: Their plain mean; `nil` if one is undefined.
/// - Source: ALGORITHMS 12.
public func meanOfMetrics(_ values: [Double?]) -> Double? {
    precondition(values.count == 7, "mAD is the mean of seven values")
    let known = values.compactMap(\.self)
    guard known.count == values.count else { return nil }
    return known.reduce(0, +) / Double(known.count)
}
