internal import Glibc

/// The q-quantile of Beta(k, n − k + 1): what an unknown share is below with confidence q.
///
/// The share of a law above the k-th largest of n values drawn from it has this distribution. For
/// x hits in n trials it also gives the interval of Clopper and Pearson: from
/// (rank x, 0.025) to (rank x + 1, 0.975).
///
/// - Parameters:
///   - k: From 1 to n.
///   - n: At least 1.
///   - confidence: q, above 0 and below 1.
/// - Returns: A share from 0 to 1, by bisection on the binomial tail it equals.
/// - Source: Order statistics; Clopper and Pearson (1934).
public func orderStatisticBound(rank k: Int, of n: Int, confidence: Double) -> Double {
    precondition(k >= 1 && k <= n, "a rank among n")
    var low = 0.0
    var high = 1.0
    for _ in 0..<50 {
        let middle = (low + high) / 2
        if probability(atLeast: k, of: n, each: middle) < confidence {
            low = middle
        } else {
            high = middle
        }
    }
    return high
}

/// P(X ≥ k) for X binomial (n, p).
private func probability(atLeast k: Int, of n: Int, each p: Double) -> Double {
    var below = 0.0
    for i in 0..<k {
        let logarithm =
            logChoose(n, i) + Double(i) * log(p) + Double(n - i) * log1p(-p)
        below += exp(logarithm)
    }
    return 1 - below
}

/// The logarithm of n over k.
private func logChoose(_ n: Int, _ k: Int) -> Double {
    lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
}

/// How many of `m` new values lie above the k-th largest of n, at most, with confidence q.
///
/// All n + m come from one law, whatever it is: the number is negative hypergeometric. Unlike the
/// bound on the share itself it holds the chance in the m values too, so it is what a count of
/// failures may be compared with.
///
/// - Parameters:
///   - k: From 1 to n.
///   - n: At least 1.
///   - m: How many new values.
///   - confidence: q, above 0 and below 1.
/// - Returns: The smallest number that is not exceeded with probability q, 0 to m.
public func mostAbove(rank k: Int, of n: Int, among m: Int, confidence: Double) -> Int {
    precondition(k >= 1 && k <= n && m >= 0, "a rank among n")
    var sum = 0.0
    for x in 0..<m {
        let logarithm =
            logChoose(k - 1 + x, x) + logChoose(n - k + m - x, m - x) - logChoose(n + m, m)
        sum += exp(logarithm)
        if sum >= confidence { return x }
    }
    return m
}
