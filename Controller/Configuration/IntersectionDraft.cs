using Signals.Controller.Configuration.Yaml;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;
using Signals.Core.Safety.Standards;
using Signals.Core.Units;

namespace Signals.Controller.Configuration;

/// <summary>A group while its intersection is being read.</summary>
internal sealed record GroupDraft(int Index, string Id, SignalGroupKind Kind, SectionReader Section)
{
    public ConfigNode Node => Section.Node;

    public GroupTiming Timing { get; set; } = new(Duration.Zero, Duration.Zero, Duration.Zero, Duration.Zero);

    public GroupDemand Demand { get; set; } = GroupDemand.Default;

    public bool IsPedestrian => Kind == SignalGroupKind.Pedestrian;
}

/// <summary>Something read, with its place in the file.</summary>
internal sealed record Placed<T>(T Value, ConfigNode Node);

/// <summary>Everything read of one intersection so far; readers fill it in order, checks look at it, and only a flawless one is built.</summary>
internal sealed class IntersectionDraft(SectionReader section, string id, TimingStandard standard, TrafficSide side)
{
    public SectionReader Section { get; } = section;

    public Scope Scope => Section.Scope;

    public string Id { get; } = id;

    public TimingStandard Standard { get; } = standard;

    public TrafficSide Side { get; } = side;

    public string Name { get; set; } = "";

    public int Device { get; set; }

    public CabinetEndpoint? Cabinet { get; set; }

    public ControlSettings Control { get; set; } = ControlSettings.Default;

    public List<Placed<Approach>> Approaches { get; } = [];

    public List<GroupDraft> Groups { get; } = [];

    public List<Placed<LaneGroup>> LaneGroups { get; } = [];

    /// <summary>By lane group index.</summary>
    public List<LanePosition> Positions { get; } = [];

    public List<Placed<Crossing>> Crossings { get; } = [];

    public LegOrder Legs { get; set; } = new([], TrafficSide.Right);

    /// <summary>True when the file brings its own complete conflicts: then legs are for people, and no rule of geometry applies to them.</summary>
    public bool IsSurveyed => Section.Has("surveyed-conflicts");

    public IReadOnlyList<GroupStream> Streams { get; set; } = [];

    public ConflictTable Conflicts { get; set; } = new(0);

    public IntergreenMatrix Intergreens { get; set; } = new(0, []);

    public Sequence? Sequence { get; set; }

    public GroupSet StartUp { get; set; }

    public List<Placed<Detector>> Detectors { get; } = [];

    public List<Placed<TimingPlan>> Plans { get; } = [];

    /// <summary>Plans of which a value could not be read: checking the rest would only repeat that.</summary>
    public HashSet<int> UnreadPlans { get; } = [];

    public List<Placed<ScheduleEntry>> Schedule { get; } = [];

    public Approach? FindApproach(string approach) => Approaches.Find(a => a.Value.Id == approach)?.Value;

    /// <summary>Index of a group that the file names, or −1 after an error at <paramref name="at"/>.</summary>
    public int GroupIndex(Scope scope, ConfigNode at, string key)
    {
        if (at.Kind != NodeKind.Scalar)
        {
            scope.Error(at, $"{key} must be the name of one group", key);
            return -1;
        }

        if (Groups.Find(g => g.Id == at.Text) is { } group)
        {
            return group.Index;
        }

        scope.Error(at, $"{key} \"{at.Text}\" is no group of this intersection{Spelling.Suggest(at.Text, Groups.Select(g => g.Id))}", key);
        return -1;
    }

    public string GroupName(int index) => index >= 0 && index < Groups.Count ? Groups[index].Id : "?";
}
