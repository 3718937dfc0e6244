/// What a client may say, one line each.
public enum ClientRequest: Sendable, Equatable {
    /// `{"subscribe":{…}}`: choose the events to come.
    case subscribe(Subscription)
    /// `{"request":"statistics"}`: send the statistics now, to this client only.
    case statistics
}
