using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Safety;

/// <summary>
/// The safety timing of one intersection compiled for the tick: conflict sets, intergreens and minimum times by group index.
/// Immutable and thread-safe. Governor, sequencer model and cabinet all work from it; the cabinet's monitor does not.
/// </summary>
public sealed class SafetyTable
{
    /// <summary>Least red before a group that has just ended may be green again: NEMA TS 2 red revert, default 2.0 s.</summary>
    public static readonly Duration RedRevert = new(2000);

    private readonly ImmutableArray<SignalGroup> _groups;
    private readonly ImmutableArray<GroupSet> _conflicts;
    private readonly ImmutableArray<Duration> _intergreens;
    private readonly ImmutableArray<Stage> _stages;

    private SafetyTable(Intersection intersection)
    {
        _groups = intersection.Groups;
        _stages = intersection.Sequence is StageSequence sequence ? sequence.Stages : [];
        _conflicts = [.. _groups.Select(g => intersection.Intergreens.ConflictsOf(g.Index))];
        _intergreens = [.. from leaving in _groups
                           from entering in _groups
                           select intersection.Intergreens.Between(leaving.Index, entering.Index) ?? Duration.Zero];
        All = GroupSet.FirstN(_groups.Length);
        StartUp = intersection.StartUp;
        ConfigHash = SafetyHash.Of(intersection);
    }

    public int GroupCount => _groups.Length;

    /// <summary>Every group of the intersection.</summary>
    public GroupSet All { get; }

    /// <summary>Groups that are green first after start-up or flash.</summary>
    public GroupSet StartUp { get; }

    /// <summary>CRC-32 of everything that safety depends on; controller and cabinet must agree on it before control.</summary>
    public uint ConfigHash { get; }

    public ImmutableArray<Stage> Stages => _stages;

    /// <exception cref="ArgumentException">
    /// More than 64 groups, or an intergreen shorter than the leaving group's clearance: the loader should have refused the file.
    /// </exception>
    public static SafetyTable Compile(Intersection intersection)
    {
        if (intersection.Groups.Length is 0 or > GroupSet.Capacity)
        {
            throw new ArgumentException($"intersection {intersection.Id} has {intersection.Groups.Length} groups; 1 to {GroupSet.Capacity} are possible");
        }

        var table = new SafetyTable(intersection);
        table.CheckIntergreensCoverClearance();
        return table;
    }

    public SignalGroup Group(int index) => _groups[index];

    public GroupSet ConflictsOf(int group) => _conflicts[group];

    /// <summary>End of green of <paramref name="leaving"/> to start of green of <paramref name="entering"/>; zero when they do not conflict.</summary>
    public Duration Intergreen(int leaving, int entering) => _intergreens[leaving * _groups.Length + entering];

    public bool IsCompatible(GroupSet groups)
    {
        foreach (var group in groups)
        {
            if (_conflicts[group].Overlaps(groups))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The stage with that number, or null.</summary>
    public Stage? StageOf(int number)
    {
        foreach (var stage in _stages)
        {
            if (stage.Number == number)
            {
                return stage;
            }
        }

        return null;
    }

    private void CheckIntergreensCoverClearance()
    {
        foreach (var leaving in _groups)
        {
            foreach (var entering in _conflicts[leaving.Index])
            {
                if (Intergreen(leaving.Index, entering) < leaving.Timing.Clearance)
                {
                    throw new ArgumentException(
                        $"intergreen from {leaving.Id} to {_groups[entering].Id} is {Intergreen(leaving.Index, entering)}, shorter than the clearance {leaving.Timing.Clearance} of {leaving.Id}");
                }
            }
        }
    }
}
