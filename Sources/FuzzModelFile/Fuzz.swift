import Anomaly

/// libFuzzer's entry: no bytes may crash the model file's reader.
@c(LLVMFuzzerTestOneInput)
public func fuzzModelFile(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    do throws(ModelError) {
        _ = try ModelFile.read(bytes, file: "fuzz")
    } catch {
        precondition(!error.description.isEmpty, "a refusal has a sentence")
    }
    return 0
}
