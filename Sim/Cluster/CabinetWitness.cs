using System.Collections.Immutable;
using Signals.Sim.Cabinet;

namespace Signals.Sim.Cluster;

/// <summary>
/// What one cabinet saw of its owners. A command counts as one of two owners when it was accepted from anybody but the owner whom its epoch was granted to,
/// or with an epoch older than the latest one. Thread-safe.
/// </summary>
/// <param name="time">When it happened.</param>
public sealed class CabinetWitness(TimeProvider time) : IAuthorityWitness
{
    private readonly Lock _gate = new();
    private readonly List<Grant> _grants = [];
    private readonly Dictionary<uint, ushort> _ownerOf = [];
    private long _fromTwoOwners;
    private long _commands;
    private uint _latest;

    /// <summary>Commands accepted although another owner held the epoch: must stay 0.</summary>
    public long FromTwoOwners => Interlocked.Read(ref _fromTwoOwners);

    /// <summary>Commands accepted so far.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Epochs in the order in which they were granted.</summary>
    public ImmutableArray<Grant> Grants
    {
        get
        {
            lock (_gate)
            {
                return [.. _grants];
            }
        }
    }

    public void Granted(uint epoch, ushort ownerId)
    {
        lock (_gate)
        {
            _latest = epoch;
            _ownerOf[epoch] = ownerId;
            _grants.Add(new Grant(epoch, ownerId, time.GetTimestamp(), 0));
        }
    }

    public void Accepted(uint epoch, ushort ownerId)
    {
        Interlocked.Increment(ref _commands);
        lock (_gate)
        {
            if (epoch != _latest || !_ownerOf.TryGetValue(epoch, out var owner) || owner != ownerId)
            {
                Interlocked.Increment(ref _fromTwoOwners);
            }
            else if (_grants[^1].CommandedAt == 0)
            {
                _grants[^1] = _grants[^1] with { CommandedAt = time.GetTimestamp() };
            }
        }
    }

    /// <summary>One grant of the epoch.</summary>
    /// <param name="Epoch">Which.</param>
    /// <param name="OwnerId">To whom.</param>
    /// <param name="At">Timestamp of the grant.</param>
    /// <param name="CommandedAt">Timestamp of the first command that was accepted with it; 0 while there was none.</param>
    public readonly record struct Grant(uint Epoch, ushort OwnerId, long At, long CommandedAt);
}
