import Events
import Testing

@testable import Inspection

@Suite struct ModelTagTests {
    @Test func `a greeting says all that is known of the model`() {
        var hello = HelloEvent()
        // What an earlier model has left is written over.
        (hello.model, hello.precision, hello.why) = ("old", "f32", "asked for")
        hello.describe(
            ModelTag(
                generation: 2, name: "screw.safetensors", digest: "00ff", threshold: 2.5,
                precision: "int8", why: "faster than f32", threads: 2))
        #expect(hello.model == "00ff" && hello.modelName == "screw.safetensors")
        #expect(hello.threshold == 2.5)
        #expect(hello.precision == "int8" && hello.why == "faster than f32" && hello.threads == 2)
    }
}
