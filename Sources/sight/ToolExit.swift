import Host

/// `ExitCode` by a name that neither Foundation's `Host` nor ArgumentParser's `ExitCode` hides.
typealias ToolExit = ExitCode
