/// The layers of EfficientAD's networks: the one table from which file, checks and networks come.
///
/// A patch description network (PDN) is known by its number of convolutions: four make S, six make
/// M. Nothing is padded, so a picture of 256x256 gives maps of 56x56.
///
/// - Source: EfficientAD (Batzner et al., WACV 2024), tables 6 to 8; no padding as in PUAD.
public enum NetworkTable {
    /// The side of the pictures that the networks take, in pixels.
    public static let pictureSide = 256
    /// The side of the feature maps and of the anomaly map, in cells.
    public static let mapSide = 56

    /// The layers of one network, in order.
    ///
    /// - Parameters:
    ///   - network: Which of the three.
    ///   - convolutions: Of each PDN: 4 or 6; without meaning for the autoencoder.
    /// - Returns: The layers; `nil` where no network has so many convolutions.
    public static func layers(of network: NetworkName, convolutions: Int) -> [NetworkLayer]? {
        switch (network, convolutions) {
            case (.autoencoder, _): autoencoder
            case (_, 4): small(network.rawValue)
            case (_, 6): medium(network.rawValue)
            default: nil
        }
    }

    private static func small(_ network: String) -> [NetworkLayer] {
        [
            NetworkLayer(name: network + ".conv1", kernel: 4, pooled: true),
            NetworkLayer(name: network + ".conv2", kernel: 4, pooled: true),
            NetworkLayer(name: network + ".conv3", kernel: 3),
            NetworkLayer(name: network + ".conv4", kernel: 4, rectified: false),
        ]
    }

    private static func medium(_ network: String) -> [NetworkLayer] {
        [
            NetworkLayer(name: network + ".conv1", kernel: 4, pooled: true),
            NetworkLayer(name: network + ".conv2", kernel: 4, pooled: true),
            NetworkLayer(name: network + ".conv3", kernel: 1),
            NetworkLayer(name: network + ".conv4", kernel: 3),
            NetworkLayer(name: network + ".conv5", kernel: 4),
            NetworkLayer(name: network + ".conv6", kernel: 1, rectified: false),
        ]
    }

    private static let autoencoder: [NetworkLayer] =
        (1...5).map { halving("autoencoder.encoder.enconv\($0)") }
        + [NetworkLayer(name: "autoencoder.encoder.enconv6", kernel: 8, rectified: false)]
        + zip(1..., [3, 8, 15, 32, 63, 127]).map {
            growing("autoencoder.decoder.deconv\($0)", from: $1)
        }
        + [
            NetworkLayer(
                name: "autoencoder.decoder.deconv7", kernel: 3, padding: 1, resizedTo: mapSide),
            NetworkLayer(
                name: "autoencoder.decoder.deconv8", kernel: 3, padding: 1, rectified: false),
        ]

    private static func halving(_ name: String) -> NetworkLayer {
        NetworkLayer(name: name, kernel: 4, stride: 2, padding: 1)
    }

    private static func growing(_ name: String, from side: Int) -> NetworkLayer {
        NetworkLayer(name: name, kernel: 4, padding: 2, resizedTo: side, dropout: 0.2)
    }
}
