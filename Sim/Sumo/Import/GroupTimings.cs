using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>Safety timing of the groups of one traffic light, and the intergreen of every conflicting pair.</summary>
internal sealed class GroupTimings
{
    /// <summary>Walking speed where no standard is asked, MUTCD 11 §4I.06: 3.5 ft/s.</summary>
    private const double WalkingSpeed = 1.07;

    private readonly GroupPlan _plan;
    private readonly SumoImportOptions _options;
    private readonly TimingStandard _standard;

    /// <exception cref="ArgumentException">The options name no known standard.</exception>
    public GroupTimings(
        GroupPlan plan, ImmutableArray<LaneGroup> laneGroups, ImmutableArray<Approach> approaches, ImmutableArray<Crossing> crossings,
        SumoImportOptions options)
    {
        (_plan, _options) = (plan, options);
        _standard = TimingStandards.Find(options.Standard, TimingOptions.Default)
            ?? throw new ArgumentException($"\"{options.Standard}\" is no timing standard; write one of {string.Join(", ", TimingStandards.Names)}", nameof(options));
        Groups = [.. Enumerable.Range(0, plan.GroupCount).Select(g => Make(g, laneGroups, approaches, crossings))];
        Intergreens = Matrix();
    }

    public ImmutableArray<SignalGroup> Groups { get; }

    public IntergreenMatrix Intergreens { get; }

    private SignalGroup Make(int index, ImmutableArray<LaneGroup> laneGroups, ImmutableArray<Approach> approaches, ImmutableArray<Crossing> crossings)
    {
        var onFoot = _plan.OnFoot[index];
        var number = _plan.OnFoot.Take(index + 1).Count(f => f == onFoot);
        var timing = onFoot ? OnFoot(crossings.Where(c => c.Group == index)) : Driving(index, laneGroups, approaches);
        var wait = _options.MaximumWait ?? Duration.FromSeconds(_options.Timing == SumoTiming.Product ? 120 : 300);

        // A network has no push buttons: pedestrians are served in every stage of theirs.
        var demand = onFoot
            ? GroupDemand.Default with { MaxWait = wait, Recall = Recall.Pedestrian, Lock = true }
            : GroupDemand.Default with { MaxWait = wait, MaxGreen = _options.MaximumGreen };
        return new SignalGroup(
            index, (onFoot ? "P" : "G") + number, onFoot ? SignalGroupKind.Pedestrian : SignalGroupKind.Vehicle, timing, demand);
    }

    private GroupTiming Driving(int group, ImmutableArray<LaneGroup> laneGroups, ImmutableArray<Approach> approaches)
    {
        if (_options.Timing == SumoTiming.Comparable)
        {
            return new GroupTiming(_options.MinimumGreen, _options.Yellow, AllRed(group), Duration.Zero);
        }

        var streams = laneGroups.Where(g => g.ServedBy.Contains(group)).Select(g => approaches.First(a => a.Id == g.Approach)).Distinct()
            .Select(a => new VehicleStream(SignalGroupKind.Vehicle, a.Speed, a.GradePercent, a.CrossingWidth, Turning: false)).ToArray();
        var yellow = streams.Max(s => _standard.Yellow(s).Value);
        var red = streams.Max(s => _standard.RedClearance(s).Value);
        var least = streams.Max(s => _standard.MinimumGreen(s, yellow, red).Least);
        return new GroupTiming(Duration.Max(_options.MinimumGreen, least), yellow, red, _standard.RedAmber(SignalGroupKind.Vehicle).Value);
    }

    private GroupTiming OnFoot(IEnumerable<Crossing> crossings)
    {
        var streams = crossings.Select(c => new PedestrianStream(c.Length, c.ButtonSetback)).ToArray();
        if (_options.Timing == SumoTiming.Comparable)
        {
            var clearance = Duration.FromSeconds(Math.Ceiling(streams.Max(s => s.Length.Value) / WalkingSpeed));
            return new GroupTiming(_options.MinimumGreen, clearance, Duration.Zero, Duration.Zero);
        }

        var clear = streams.Max(s => _standard.PedestrianClearance(s).Value);
        return new GroupTiming(streams.Max(s => _standard.Walk(s, clear).Value), clear, streams.Max(s => _standard.Buffer(s).Value), Duration.Zero);
    }

    /// <summary>Shortest time that the program stops everything after the group's yellow: zero in a network without all-red.</summary>
    private Duration AllRed(int group)
    {
        var phases = _plan.Links.Program.Phases;
        var links = Enumerable.Range(0, _plan.Links.Count).Where(l => _plan.GroupOfLink[l] == group).ToArray();
        var shortest = double.PositiveInfinity;
        for (var p = 0; p < phases.Length; p++)
        {
            var next = (p + 1) % phases.Length;
            if (links.Any(l => IsClearing(phases[p].State[l])) && links.All(l => !HasRight(phases[next].State[l])))
            {
                shortest = Math.Min(shortest, StoppedFrom(phases, next));
            }
        }

        return double.IsFinite(shortest) ? Duration.FromSeconds(shortest) : Duration.Zero;
    }

    private static double StoppedFrom(ImmutableArray<SumoPhase> phases, int first)
    {
        double seconds = 0;
        for (var i = 0; i < phases.Length && !phases[(first + i) % phases.Length].State.Any(HasRight); i++)
        {
            seconds += phases[(first + i) % phases.Length].Duration;
        }

        return seconds;
    }

    private static bool IsClearing(char state) => state is 'y' or 'Y';

    private static bool HasRight(char state) => ProgramStage.IsGreen(state) || IsClearing(state);

    private IntergreenMatrix Matrix()
    {
        var count = Groups.Length;
        var times = new Duration?[count * count];
        foreach (var leaving in Groups)
        {
            foreach (var entering in Groups.Where(e => _plan.Conflict(leaving.Index, e.Index)))
            {
                times[leaving.Index * count + entering.Index] =
                    Duration.Max(leaving.Timing.Clearance + leaving.Timing.RedClearance, entering.Timing.RedAmber);
            }
        }

        return new IntergreenMatrix(count, times);
    }
}
