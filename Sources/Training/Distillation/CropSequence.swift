import Imaging

/// Which crop of which photo comes when: a function of the seed and the crop's number alone.
///
/// Every round takes each photo once, in an order of its own.
struct CropSequence {
    let seed: UInt64
    let photos: Int
    private var round: Int?
    private var order: [Int]

    init(seed: UInt64, photos: Int) {
        precondition(photos > 0, "crops are made of photos")
        self.seed = seed
        self.photos = photos
        order = Array(0..<photos)
    }

    /// The photo that a crop is taken of.
    mutating func photo(of number: Int) -> Int {
        if round != number / photos { shuffle(round: number / photos) }
        return order[number % photos]
    }

    /// The crop of a photo of that size.
    mutating func crop(_ number: Int, of size: PictureSize) -> PhotoCrop {
        var random = SplitMix64(seed: seed, stream: UInt64(2 * number))
        return PhotoCrop.draw(of: photo(of: number), size, from: &random)
    }

    /// Fisher and Yates, from the last to the second.
    private mutating func shuffle(round: Int) {
        var random = SplitMix64(seed: seed, stream: UInt64(2 * round + 1))
        for place in 0..<photos { order[place] = place }
        for last in order.indices.dropFirst().reversed() {
            order.swapAt(last, random.below(last + 1))
        }
        self.round = round
    }
}
