using Akka.Actor;

namespace Signals.Actors.Messages.Serialization;

/// <summary>
/// Version of the messages between nodes. A node reads every version up to the one that it knows, and writes the newest one that every member knows: during a
/// rolling upgrade that is the old one, until the last old node has gone. Thread-safe.
/// </summary>
public sealed class WireVersion : IExtension
{
    /// <summary>The newest that this program knows.</summary>
    public const int Newest = 2;

    /// <summary>Of nodes that do not say.</summary>
    public const int Oldest = 1;

    /// <summary>Configuration key of <see cref="Knows"/>; default <see cref="Newest"/>.</summary>
    public const string Key = "signals.wire-version";

    private volatile int _writes;
    private long _unread;

    private WireVersion(int knows) => (Knows, _writes) = (knows, knows);

    /// <summary>The newest that this node reads and writes: what an older program would, where a node file says so.</summary>
    public int Knows { get; }

    /// <summary>What is written now.</summary>
    public int Writes => _writes;

    /// <summary>Messages that came in a version that this node does not know.</summary>
    public long Unread => Interlocked.Read(ref _unread);

    public static WireVersion Of(ActorSystem system) => system.WithExtension<WireVersion, Provider>();

    /// <summary>Takes the newest version that all of these know too.</summary>
    public void Agree(IEnumerable<int> members) => _writes = members.Append(Knows).Min();

    internal void CountUnread() => Interlocked.Increment(ref _unread);

    private sealed class Provider : ExtensionIdProvider<WireVersion>
    {
        public override WireVersion CreateExtension(ExtendedActorSystem system) =>
            new(Math.Clamp(system.Settings.Config.GetInt(Key, Newest), Oldest, Newest));
    }
}
