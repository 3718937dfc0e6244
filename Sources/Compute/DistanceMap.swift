import CKernels

/// The squared distance between two feature maps, per pixel, averaged over channels.
///
/// - Parameters:
///   - a: (channels, height · width).
///   - b: (first + channels or more, height · width).
///   - first: The channel of `b` that stands against the first of `a`.
///   - channels: How many are compared.
///   - map: (height · width); every element is written.
/// - Source: EfficientAD (Batzner et al., WACV 2024), Algorithm 2.
public func distanceMap(
    _ a: [Float], _ b: [Float], from first: Int, channels: Int, into map: inout [Float]
) {
    let plane = map.count
    var view = map.mutableSpan
    let part = b.span.extracting((first * plane)..<((first + channels) * plane))
    ckernels_distance_map(&view, a.span, part, channels)
}
