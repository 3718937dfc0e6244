import Anomaly

/// From the names that others give to tensors to ours.
///
/// Ours are PUAD's with the network in front: `teacher.conv1.weight`,
/// `autoencoder.encoder.enconv1.bias`.
enum CheckpointNames {
    /// How the layers of a state dict are named.
    enum Scheme: Equatable {
        /// `conv1.weight`, `encoder.enconv1.weight`: PUAD's and anomalib's.
        case named
        /// `0.weight`, `3.weight`: places in a sequential network, as nelson1425 has it.
        case numbered
    }

    /// The scheme of a state dict: numbered when its first parts are numbers.
    static func scheme(of keys: some Sequence<String>) -> Scheme {
        keys.contains { $0.first?.isNumber == true } ? .numbered : .named
    }

    /// Our name of a tensor.
    ///
    /// - Parameters:
    ///   - key: Its key in a state dict of `network`.
    ///   - network: The network it belongs to.
    ///   - scheme: How the state dict names its layers.
    /// - Returns: The name, or `nil` when the network has no such layer.
    static func name(of key: String, in network: NetworkName, _ scheme: Scheme) -> String? {
        guard let dot = key.lastIndex(of: ".") else { return nil }
        let part = key[dot...]
        guard part == ".weight" || part == ".bias" else { return nil }
        let layer = String(key[..<dot])
        switch scheme {
            case .named:
                let known = network == .autoencoder ? autoencoder : patchDescription
                return known.contains(layer) ? "\(network.rawValue).\(layer)\(part)" : nil
            case .numbered:
                let places = network == .autoencoder ? autoencoderPlaces : patchDescriptionPlaces
                let known = network == .autoencoder ? autoencoder : patchDescription
                guard let place = places.firstIndex(where: { String($0) == layer }) else {
                    return nil
                }
                return "\(network.rawValue).\(known[place])\(part)"
        }
    }

    private static let patchDescription = (1...6).map { "conv\($0)" }
    private static let autoencoder =
        (1...6).map { "encoder.enconv\($0)" } + (1...8).map { "decoder.deconv\($0)" }

    /// Where a sequential network has its convolutions; S has the first four.
    ///
    /// - Source: nelson1425/EfficientAD, the order of its sequential networks.
    private static let patchDescriptionPlaces = [0, 3, 6, 8, 10, 12]
    private static let autoencoderPlaces = [
        0, 2, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 36, 38,
    ]
}
