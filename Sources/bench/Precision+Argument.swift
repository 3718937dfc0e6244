import Anomaly
public import ArgumentParser

extension NetworkPrecision: ExpressibleByArgument {}

extension LearningPrecision: ExpressibleByArgument {}
