using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>
/// Signal groups of one traffic light: links that are green in the same stages of its program show one indication, vehicles and pedestrians apart. A link that the
/// program never stops belongs to a group that is green in every stage; a link that it never lets go has no group and keeps its character.
/// </summary>
internal sealed class GroupPlan
{
    private GroupPlan(SignalLinks links, ImmutableArray<ProgramStage> stages, ImmutableArray<int> groupOfLink, ImmutableArray<GroupSet> green, ImmutableArray<bool> onFoot)
    {
        Links = links;
        Stages = stages;
        GroupOfLink = groupOfLink;
        Green = green;
        OnFoot = onFoot;
    }

    public SignalLinks Links { get; }

    public ImmutableArray<ProgramStage> Stages { get; }

    /// <summary>Group of each link, −1 for a link that is never green.</summary>
    public ImmutableArray<int> GroupOfLink { get; }

    /// <summary>Groups of each stage.</summary>
    public ImmutableArray<GroupSet> Green { get; }

    /// <summary>True for a pedestrian group; one entry a group.</summary>
    public ImmutableArray<bool> OnFoot { get; }

    public int GroupCount => OnFoot.Length;

    /// <summary>
    /// True when the groups may not have right of way together: two of their links are foes, and no stage of the program has both green. Stricter than the
    /// network's own program, which may show such a pair together while one of them clears.
    /// </summary>
    public bool Conflict(int a, int b)
    {
        if (a == b || Green.Any(stage => stage.Contains(a) && stage.Contains(b)))
        {
            return false;
        }

        for (var i = 0; i < Links.Count; i++)
        {
            for (var k = 0; k < Links.Count; k++)
            {
                if (GroupOfLink[i] == a && GroupOfLink[k] == b && Links.AreFoes(i, k))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Null when the program has nothing to switch: it is left to itself.</summary>
    /// <exception cref="SumoFormatException">More groups or stages than a cabinet can have.</exception>
    public static GroupPlan? Of(SignalLinks links, double minimumGreenSeconds)
    {
        var stages = ProgramStage.Of(links, minimumGreenSeconds);
        if (stages.IsEmpty)
        {
            return null;
        }

        var groupOf = new Dictionary<string, int>();
        var onFoot = new List<bool>();
        var groupOfLink = new int[links.Count];
        for (var link = 0; link < links.Count; link++)
        {
            var walks = links.IsPedestrian(link);
            var key = (walks ? "P" : "V") + string.Concat(stages.Select(s => s.Green[link] ? '1' : '0'));
            if (!key.Contains('1', StringComparison.Ordinal) || links.Connections[link].Count == 0)
            {
                groupOfLink[link] = -1;
                continue;
            }

            if (!groupOf.TryGetValue(key, out var group))
            {
                group = onFoot.Count;
                groupOf.Add(key, group);
                onFoot.Add(walks);
            }

            groupOfLink[link] = group;
        }

        if (onFoot.Count > CabinetGroups || stages.Length > CabinetStages)
        {
            throw new SumoFormatException(
                $"traffic light \"{links.Program.Signal}\" has {onFoot.Count} signal groups and {stages.Length} stages; a cabinet has at most {CabinetGroups} of each. "
                + "Split it into one traffic light a junction with netconvert, or leave it out");
        }

        return new GroupPlan(links, stages, [.. groupOfLink], [.. stages.Select(s => GreenOf(s, groupOfLink))], [.. onFoot]);
    }

    /// <summary>Groups that the register map and the monitor carry.</summary>
    private const int CabinetGroups = 32;

    /// <summary>Stages that the register map numbers.</summary>
    private const int CabinetStages = 32;

    private static GroupSet GreenOf(ProgramStage stage, int[] groupOfLink)
    {
        var set = GroupSet.Empty;
        for (var link = 0; link < groupOfLink.Length; link++)
        {
            set = stage.Green[link] && groupOfLink[link] >= 0 ? set.With(groupOfLink[link]) : set;
        }

        return set;
    }
}
