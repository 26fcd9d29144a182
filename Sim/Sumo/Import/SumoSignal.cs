using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Sumo.Import;

/// <summary>How the signal groups of one intersection look in SUMO's state string. Immutable and thread-safe.</summary>
public sealed class SumoSignal
{
    private readonly ImmutableArray<char> _stopChar;
    private readonly ImmutableArray<bool> _alwaysYields;

    internal SumoSignal(GroupPlan plan)
    {
        var links = plan.Links;
        var program = links.Program;
        Id = program.Signal;
        Program = program.ProgramId;
        LinkCount = links.Count;
        GroupOfLink = plan.GroupOfLink;
        YieldsTo = [.. Enumerable.Range(0, LinkCount).Select(i => Enumerable.Range(0, LinkCount).Where(k => links.Yields(i, k)).ToImmutableArray())];
        _alwaysYields = [.. Enumerable.Range(0, LinkCount).Select(i => links.YieldsOutside(i) && program.Phases.All(p => p.State[i] != 'G'))];
        _stopChar = [.. Enumerable.Range(0, LinkCount).Select(i => StopCharOf(plan, i))];
    }

    /// <summary>SUMO's id of the traffic light.</summary>
    public string Id { get; }

    /// <summary>Id of the program that SUMO starts with.</summary>
    public string Program { get; }

    /// <summary>Length of the state string.</summary>
    public int LinkCount { get; }

    /// <summary>Signal group of each link; −1 for a link that the program never lets go.</summary>
    public ImmutableArray<int> GroupOfLink { get; }

    /// <summary>For each link the links that go first when both have right of way.</summary>
    public ImmutableArray<ImmutableArray<int>> YieldsTo { get; }

    /// <summary>What a link shows while its group is stopped: <c>s</c> where the network lets it turn on red, else <c>r</c>.</summary>
    public char RedChar(int link) => _stopChar[link];

    /// <summary>
    /// SUMO's state string. A green link is <c>G</c> unless a link that goes first has right of way or still clears: then it is <c>g</c> and yields. A link that
    /// also has to yield to traffic without a signal stays <c>g</c> if the network's own program never shows it <c>G</c>.
    /// </summary>
    /// <param name="shown">What the cabinet shows, one entry a group.</param>
    public string State(ReadOnlySpan<GroupState> shown)
    {
        Span<char> state = stackalloc char[LinkCount];
        for (var link = 0; link < LinkCount; link++)
        {
            state[link] = GroupOfLink[link] is var group and >= 0 ? CharOf(shown, link, shown[group]) : _stopChar[link];
        }

        return state.ToString();
    }

    private char CharOf(ReadOnlySpan<GroupState> shown, int link, GroupState state) => state switch
    {
        GroupState.Green or GroupState.Walk => MustYield(shown, link) ? 'g' : 'G',
        GroupState.Yellow => 'y',
        GroupState.RedAmber => 'u',
        GroupState.Dark => 'O',
        GroupState.FlashingYellow or GroupState.FlashingRed or GroupState.FlashingYellowArrow or GroupState.Fault => 'o',
        // Pedestrians on the crossing walk on; SUMO has no state of its own for their clearance.
        _ => _stopChar[link],
    };

    private bool MustYield(ReadOnlySpan<GroupState> shown, int link)
    {
        if (_alwaysYields[link])
        {
            return true;
        }

        foreach (var other in YieldsTo[link])
        {
            if (GroupOfLink[other] is var group and >= 0 && (shown[group].IsGo() || shown[group].IsClearing()))
            {
                return true;
            }
        }

        return false;
    }

    private static char StopCharOf(GroupPlan plan, int link)
    {
        var shown = plan.Links.Program.Phases.Select(p => p.State[link]).ToArray();
        return shown.Contains('s') ? 's' : plan.GroupOfLink[link] >= 0 || shown.Contains('r') ? 'r' : shown[0];
    }
}
