/// What a safetensors file may hold at most.
///
/// Everything beyond is refused before memory is taken for it.
enum SafeTensorsLimits {
    static let headerBytes = 1 << 20
    static let fileBytes = 1 << 30
    static let tensors = 1024
    static let nameBytes = 256
    static let rank = 8
    static let metadataEntries = 256
    static let metadataBytes = 64 << 10
}
