using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Signals.Sim.Tuning;

/// <summary>
/// Writes plans into the text of a corridor file: cycle, offset and splits are replaced where they stand, and nothing else is touched, so that
/// comments, order and layout stay the engineer's own.
/// </summary>
public sealed class PlanText
{
    private readonly string _file;
    private readonly string _text;
    private readonly List<int> _lineStarts = [0];
    private readonly SortedDictionary<int, (int Length, string Text)> _edits = [];

    private PlanText(string file, string text)
    {
        (_file, _text) = (file, text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <param name="file">Names the text in errors.</param>
    /// <param name="text">A corridor file without errors.</param>
    /// <param name="plans">Plans to write, each by its number at its intersection; the file must have them.</param>
    /// <exception cref="InvalidDataException">A plan cannot be written where it stands; the message says where and what to do.</exception>
    public static string Replace(string file, string text, IEnumerable<(string Intersection, TimingPlan Plan)> plans)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var result = new PlanText(file, text);
        foreach (var (intersection, plan) in plans)
        {
            result.Replace(intersection, plan, Map(Map(Map(Map(root, "intersections"), intersection), "plans"), Number(plan.Number)));
        }

        return result.Apply();
    }

    private void Replace(string intersection, TimingPlan plan, YamlMappingNode node)
    {
        var cycle = Scalar(node, "cycle");
        Edit(cycle, plan.Cycle, intersection, plan);
        if (node.Children.ContainsKey("offset"))
        {
            Edit(Scalar(node, "offset"), plan.Offset, intersection, plan);
        }
        else if (plan.Offset > Duration.Zero)
        {
            InsertOffset(node, cycle, plan.Offset);
        }

        var splits = Map(node, "splits");
        foreach (var split in plan.Splits)
        {
            Edit(Scalar(splits, Number(split.PhaseOrStage)), split.Length, intersection, plan);
        }
    }

    private void Edit(YamlScalarNode node, Duration value, string intersection, TimingPlan plan)
    {
        var at = At(node.Start);
        var raw = node.Value ?? "";
        if (string.CompareOrdinal(_text, at, raw, 0, raw.Length) != 0)
        {
            throw Cannot(node, intersection, plan, "write the time without quotes or tags, for example  cycle: 90 s");
        }

        if (!_edits.TryAdd(at, (raw.Length, Seconds(value))))
        {
            throw Cannot(node, intersection, plan, "an anchor shares it with another plan; write both out before tuning");
        }
    }

    private void InsertOffset(YamlMappingNode node, YamlScalarNode cycle, Duration offset)
    {
        var key = node.Children.Keys.OfType<YamlScalarNode>().Single(k => k.Value == "cycle");
        var indent = new string(' ', (int)key.Start.Column - 1);
        var line = LineEnd(cycle);
        var (at, text) = node.Style == YamlDotNet.Core.Events.MappingStyle.Flow
            ? (At(cycle.Start) + cycle.Value!.Length, $", offset: {Seconds(offset)}")
            : (line, $"\n{indent}offset: {Seconds(offset)}");
        var (length, before) = _edits.TryGetValue(at, out var edit) ? edit : (0, "");
        _edits[at] = (length, before + text);
    }

    private int LineEnd(YamlScalarNode node)
    {
        var end = _text.IndexOf('\n', At(node.Start));
        end = end < 0 ? _text.Length : end;
        return end > 0 && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private string Apply()
    {
        var text = _text;
        foreach (var (at, (length, replacement)) in _edits.Reverse())
        {
            text = text[..at] + replacement + text[(at + length)..];
        }

        return text;
    }

    private int At(Mark mark) => _lineStarts[(int)mark.Line - 1] + (int)mark.Column - 1;

    private InvalidDataException Cannot(YamlScalarNode node, string intersection, TimingPlan plan, string what) =>
        new($"{_file}:{node.Start.Line}: intersection \"{intersection}\": plan {plan.Number} cannot be written here: {what}");

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static YamlScalarNode Scalar(YamlMappingNode node, string key) => (YamlScalarNode)node.Children[key];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(Duration value) => value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
