import Glibc
import Host
import Inspection

exit(Supervisor.run(CommandLine.arguments.dropFirst()).rawValue)
