import Host

/// Our `ExitCode`; Foundation's `Host` and ArgumentParser's `ExitCode` hide its own name.
typealias BenchExit = ExitCode
