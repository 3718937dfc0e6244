import CKernels

/// The mean of each channel of a feature map, summed in double precision.
///
/// - Parameters:
///   - values: (channels or more, pixels).
///   - pixels: Of one channel.
///   - means: (channels); every element is written.
public func planeMeans(_ values: [Float], pixels: Int, into means: inout [Double]) {
    let count = means.count * pixels
    var view = means.mutableSpan
    ckernels_plane_means(&view, values.span.extracting(..<count), pixels)
}
