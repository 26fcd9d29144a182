using System.Globalization;
using System.Text;
using Signals.Core.Model;

namespace Signals.Sim.Desktop;

/// <summary>Signal groups as a strip of coloured short names: <c>12345678 2468</c>, pedestrian groups after the gap.</summary>
public static class GroupStrip
{
    /// <summary>The digits at the end of a group's name (<c>P2</c> → 2, <c>PED4</c> → 4), or its last two characters.</summary>
    public static string LabelOf(SignalGroup group)
    {
        var digits = group.Id.Length;
        while (digits > 0 && char.IsAsciiDigit(group.Id[digits - 1]))
        {
            digits--;
        }

        return digits < group.Id.Length ? group.Id[digits..] : group.Id[Math.Max(0, group.Id.Length - 2)..];
    }

    /// <summary>Markup of the strip.</summary>
    /// <param name="groups">Groups in the order of the file.</param>
    /// <param name="withTimes">True to add the seconds in state to every group that is not red: needs a wide terminal.</param>
    public static string Markup(IEnumerable<GroupPicture> groups, bool withTimes)
    {
        var text = new StringBuilder();
        foreach (var byKind in groups.GroupBy(g => g.IsPedestrian).OrderBy(g => g.Key))
        {
            text.Append(text.Length > 0 ? " " : "");
            var labels = byKind.ToList();
            var separator = withTimes || labels.Any(g => g.Label.Length > 1) ? " " : "";
            text.AppendJoin(separator, labels.Select(g => Markup(g, withTimes)));
        }

        return text.ToString();
    }

    private static string Markup(GroupPicture group, bool withTimes)
    {
        var state = group.Status.State;
        var time = withTimes && !state.IsStop()
            ? ":" + group.Status.TimeInState.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)
            : "";
        return $"[{StyleOf(state)}]{Spectre.Console.Markup.Escape(group.Label)}{time}[/]";
    }

    private static string StyleOf(GroupState state) => state switch
    {
        GroupState.Green => "black on green",
        GroupState.Walk => "black on white",
        GroupState.Yellow or GroupState.RedAmber => "black on yellow",
        GroupState.PedestrianClearance => "black on orange1",
        GroupState.FlashingYellow or GroupState.FlashingYellowArrow => "yellow slowblink",
        GroupState.FlashingRed => "red slowblink",
        GroupState.Red => "red",
        GroupState.DontWalk => "maroon",
        GroupState.Dark => "grey",
        _ => "white on red",
    };
}
