import Training

/// libFuzzer's entry: no bytes may crash the reader of PyTorch files, in either mode.
@c(LLVMFuzzerTestOneInput)
public func fuzzTorchImport(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    for mode in [TorchCheckpoint.Mode.strict, .lenient] {
        _ = try? TorchCheckpoint.read(bytes: bytes, file: "fuzz.pt", mode: mode)
    }
    return 0
}
