import Testing

@testable import Settings

@Suite struct SettingsReloadTests {
    static func changed(_ setting: Setting) throws -> Settings {
        let initial = setting.get(Settings())
        let value = try #require(Samples.good(setting.kind).first { $0.1 != initial }).1
        var settings = Settings()
        setting.set(value, &settings)
        #expect(settings != Settings())
        return settings
    }

    @Test(arguments: Settings.all)
    func `a change is taken by a reload or named as one for a restart`(setting: Setting) throws {
        let new = try Self.changed(setting)
        let keys = Settings.changedRestartOnlyKeys(from: Settings(), to: new)
        let reloaded = Settings().reloaded(from: new)
        switch setting.reach {
            case .restart:
                #expect(keys == [setting.key])
                #expect(reloaded == Settings())
            case .reload:
                #expect(keys.isEmpty)
                #expect(reloaded == new)
                #expect(new.reloaded(from: Settings()) == Settings())
        }
    }

    @Test func `line, camera and events need a restart, inspection and record mostly a reload`() {
        let restart = [
            "inspection.every_frame", "inspection.threads", "inspection.realtime_priority",
        ]
        for setting in Settings.all {
            let expected =
                ["line", "camera", "events"].contains(setting.section)
                || restart.contains(setting.key)
            #expect((setting.reach == .restart) == expected, "\(setting.key)")
        }
    }
}
