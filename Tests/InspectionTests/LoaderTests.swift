import Foundation
import Imaging
import Settings
import Testing

@testable import Inspection

@Suite struct LoaderTests {
    /// What a refusal says; `nil` when the settings were taken.
    func refusal(of settings: Settings) -> Loader.Failure? {
        do throws(Loader.Failure) {
            _ = try Loader.load(settings, generation: 0)
            return nil
        } catch {
            return error
        }
    }

    var demo: Settings {
        var settings = Settings()
        settings.inspection.model = InferenceStageTests.model
        return settings
    }

    @Test func `a refusal names the model that could be read`() throws {
        var settings = demo
        let digest = try Loader.load(settings, generation: 0).tag.digest
        settings.inspection.ignore = "/nowhere/mask.png"
        let refused = try #require(refusal(of: settings))
        #expect(refused.description.contains("/nowhere/mask.png"))
        #expect(refused.digest == digest && digest.count == 64)
    }

    @Test func `a refusal names no model that could not be read`() throws {
        var settings = demo
        settings.inspection.model = "/nowhere/model.safetensors"
        let refused = try #require(refusal(of: settings))
        #expect(refused.digest == nil)
    }
}
