using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Signals.Controller.Configuration.Yaml;

/// <summary>
/// Reads YAML into <see cref="ConfigNode"/>s within bounds. It works on YamlDotNet's event stream instead of its representation
/// model so that duplicate keys keep their lines and all of them are reported, and so that aliases share nodes under a budget
/// ("billion laughs" is refused, not expanded).
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Largest file, 1 MiB: a corridor of 100 intersections takes a quarter of it.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Deepest nesting; the schema needs 7.</summary>
    public const int MostDepth = 24;

    /// <summary>Most nodes with aliases written out.</summary>
    public const long MostNodes = 200_000;

    private readonly FindingLog _log;
    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode> _anchors = [];

    private YamlTree(string text, FindingLog log)
    {
        _log = log;
        _parser = new Parser(new StringReader(text));
    }

    /// <returns>Null when the text is no YAML document, which the log then explains.</returns>
    public static ConfigNode? Parse(string text, FindingLog log)
    {
        var tree = new YamlTree(text, log);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException problem)
        {
            tree.Refuse(problem.Start, $"is not readable YAML: {problem.Message}");
            return null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // YamlDotNet's scanner throws these, too, on text such as an unclosed flow list.
            tree.Refuse(tree._parser.Current?.End ?? Mark.Empty, $"is not readable YAML after here; look for an unclosed [, {{ or quote ({problem.GetType().Name})");
            return null;
        }
        catch (TooMuch problem)
        {
            tree.Refuse(problem.At, problem.Message);
            return null;
        }
    }

    private void Refuse(Mark at, string message) =>
        _log.Add(Core.Safety.Standards.Severity.Error, new ConfigNode(NodeKind.Scalar, (int)at.Line, (int)at.Column), "", "", message);

    private ConfigNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            Refuse(Mark.Empty, "the file is empty; it needs at least corridor, standard, time-zone, traffic and intersections");
            return null;
        }

        var root = Read(1);
        _parser.Consume<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            Refuse(second.Start, "a second document starts here; a corridor file has only one (remove the '---')");
        }

        return root;
    }

    private ConfigNode Read(int depth)
    {
        var at = _parser.Current!.Start;
        if (depth > MostDepth)
        {
            throw new TooMuch(at, $"is nested deeper than {MostDepth} levels");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var shared)
                ? shared
                : throw new TooMuch(at, $"alias *{alias.Value} refers to no anchor before it; define &{alias.Value} first");
        }

        var node = ReadNode(depth, out var anchor);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private ConfigNode ReadNode(int depth, out AnchorName anchor)
    {
        if (_parser.TryConsume<MappingStart>(out var map))
        {
            anchor = map.Anchor;
            return ReadMap(At(NodeKind.Map, map), depth);
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            anchor = list.Anchor;
            return ReadList(At(NodeKind.List, list), depth);
        }

        var scalar = _parser.Consume<Scalar>();
        anchor = scalar.Anchor;
        var isNull = scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" };
        return new ConfigNode(NodeKind.Scalar, (int)scalar.Start.Line, (int)scalar.Start.Column) { Text = isNull ? "" : scalar.Value };
    }

    private ConfigNode ReadMap(ConfigNode node, int depth)
    {
        var seen = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read(depth + 1);
            var value = Read(depth + 1);
            Count(node, value);
            if (key.Kind != NodeKind.Scalar)
            {
                throw new TooMuch(new Mark(0, key.Line, key.Column), "a key must be a single word, not a list or a map");
            }

            if (!seen.TryAdd(key.Text, key.Line))
            {
                _log.Add(
                    Core.Safety.Standards.Severity.Error, key, "", key.Text,
                    $"\"{key.Text}\" is given twice, first in line {seen[key.Text]}; keep one of them");
                continue;
            }

            node.Entries.Add((key, value));
        }

        return node;
    }

    private ConfigNode ReadList(ConfigNode node, int depth)
    {
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var item = Read(depth + 1);
            Count(node, item);
            node.Items.Add(item);
        }

        return node;
    }

    private static void Count(ConfigNode parent, ConfigNode child)
    {
        parent.Size += child.Size;
        if (parent.Size > MostNodes)
        {
            throw new TooMuch(new Mark(0, child.Line, child.Column), $"has more than {MostNodes:N0} nodes once its aliases are written out");
        }
    }

    private static ConfigNode At(NodeKind kind, NodeEvent start) => new(kind, (int)start.Start.Line, (int)start.Start.Column);

    private sealed class TooMuch(Mark at, string message) : Exception(message)
    {
        public Mark At { get; } = at;
    }
}
