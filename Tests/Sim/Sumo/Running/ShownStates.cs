using Signals.Sim.Sumo.Network;

namespace Signals.Tests.Sim.Sumo.Running;

/// <summary>Reads SUMO's record of the states that it showed.</summary>
internal static class ShownStates
{
    /// <summary>Shortest complete green of any link that begins with red, s; 0 without one.</summary>
    public static int ShortestGreen(string record) => Shortest(record, "Gg", after: "rs");

    /// <summary>Shortest complete yellow of any link, s; 0 without one.</summary>
    public static int ShortestYellow(string record) => Shortest(record, "y", after: "Gg");

    private static int Shortest(string record, string aspect, string after)
    {
        var states = new Dictionary<string, List<string>>();
        SumoXml.Read(record, (element, _) =>
        {
            if (element.Name == "tlsState")
            {
                var id = element.Text("id");
                (states.TryGetValue(id, out var list) ? list : states[id] = []).Add(element.Text("state"));
            }

            return true;
        });
        var runs = states.Values.SelectMany(list => Enumerable.Range(0, list[0].Length).SelectMany(link => Lengths(list, link, aspect, after))).ToList();
        return runs.Count > 0 ? runs.Min() : 0;
    }

    private static IEnumerable<int> Lengths(List<string> states, int link, string aspect, string after)
    {
        var length = -1;
        for (var i = 1; i < states.Count; i++)
        {
            var shows = aspect.Contains(states[i][link], StringComparison.Ordinal);
            if (shows && after.Contains(states[i - 1][link], StringComparison.Ordinal))
            {
                length = 0;
            }

            if (shows)
            {
                length += length >= 0 ? 1 : 0;
            }
            else if (length > 0)
            {
                yield return length;
                length = -1;
            }
        }
    }
}
