using System.Globalization;
using Signals.Core.Units;
using YamlDotNet.RepresentationModel;

namespace Signals.Sim.Demand;

/// <summary>One map of a scenario file: reads its values and notes what is wrong with them, so that all errors come at once.</summary>
internal sealed class DemandNode
{
    private readonly string _file;
    private readonly List<string> _errors;
    private readonly YamlNode _node;
    private readonly Dictionary<string, YamlNode> _values = [];

    public DemandNode(YamlNode node, string file, List<string> errors, params string[] keys)
    {
        (_file, _errors, _node) = (file, errors, node);
        if (node is not YamlMappingNode map)
        {
            Error(node, $"must be a map with the keys {string.Join(", ", keys)}");
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (keys.Contains(name))
            {
                _values[name] = value;
            }
            else
            {
                Error(key, $"unknown key \"{name}\"; accepted: {string.Join(", ", keys)}");
            }
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public IEnumerable<DemandNode> Items(string key, params string[] keys)
    {
        if (!_values.TryGetValue(key, out var node))
        {
            return [];
        }

        if (node is YamlSequenceNode list)
        {
            return [.. list.Children.Select(c => new DemandNode(c, _file, _errors, keys))];
        }

        Error(node, $"{key} must be a list of maps with the keys {string.Join(", ", keys)}");
        return [];
    }

    public string Text(string key, string? otherwise = null)
    {
        if (_values.GetValueOrDefault(key) is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        if (otherwise is null)
        {
            Error(_node, $"key \"{key}\" is missing");
        }

        return otherwise ?? "";
    }

    public double Number(string key, double least, double most, double? otherwise = null) =>
        _values.TryGetValue(key, out var node) ? Number(node, key, least, most) : Missing(key, otherwise);

    /// <summary>A time of day, <c>07:30</c>, as time since midnight; 24:00 is the end of the day.</summary>
    public Duration TimeOfDay(string key, Duration? otherwise = null) =>
        _values.TryGetValue(key, out var node) ? TimeOfDay(node) : new Duration((long)Missing(key, otherwise?.Milliseconds));

    /// <summary>An approach as <c>INTERSECTION.LEG</c>; intersections' ids contain no dot.</summary>
    public ApproachRef Place(string key)
    {
        var text = Text(key);
        var parts = text.Split('.');
        if (parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0)
        {
            return new ApproachRef(parts[0], parts[1]);
        }

        if (text.Length > 0)
        {
            Error(_values[key], $"{key} \"{text}\" is not a place; write INTERSECTION.LEG, for example main-1st.W");
        }

        return default;
    }

    /// <summary>Either one number, or a map from time of day to number.</summary>
    public DemandProfile Profile(string key, double most)
    {
        switch (_values.GetValueOrDefault(key))
        {
            case YamlScalarNode scalar:
                return DemandProfile.Constant(Number(scalar, key, 0, most));
            case YamlMappingNode map when map.Children.Count > 0:
                return Steps(map, key, most);
            default:
                Error(_node, $"{key} is missing or not a flow; write a number per hour, or times of day as in {{ \"06:00\": 200, \"07:00\": 650 }}");
                return DemandProfile.Constant(0);
        }
    }

    /// <summary>Words of a list, each of which must be accepted.</summary>
    public IReadOnlyList<T> Words<T>(string key, params (string Name, T Value)[] accepted)
    {
        var result = new List<T>();
        foreach (var item in (_values.GetValueOrDefault(key) as YamlSequenceNode)?.Children ?? Enumerable.Empty<YamlNode>())
        {
            var word = (item as YamlScalarNode)?.Value;
            var match = accepted.Where(a => a.Name == word).ToArray();
            if (match.Length == 0)
            {
                Error(item, $"{key}: \"{word}\" is not accepted; use {string.Join(", ", accepted.Select(a => a.Name))}");
                continue;
            }

            result.Add(match[0].Value);
        }

        return result;
    }

    public DemandNode Map(string key, params string[] keys)
    {
        if (_values.TryGetValue(key, out var node))
        {
            return new DemandNode(node, _file, _errors, keys);
        }

        Error(_node, $"key \"{key}\" is missing");
        return new DemandNode(new YamlMappingNode(), _file, _errors, keys);
    }

    public void Error(string message) => Error(_node, message);

    private DemandProfile Steps(YamlMappingNode map, string key, double most)
    {
        var steps = map.Children.Select(e => (At: TimeOfDay(e.Key), PerHour: Number(e.Value, key, 0, most))).ToArray();
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i].At <= steps[i - 1].At)
            {
                Error(map, $"{key}: times of day must rise");
                return DemandProfile.Constant(0);
            }
        }

        return new DemandProfile(steps);
    }

    private double Missing(string key, double? otherwise)
    {
        if (otherwise is null)
        {
            Error(_node, $"key \"{key}\" is missing");
        }

        return otherwise ?? 0;
    }

    private double Number(YamlNode node, string key, double least, double most)
    {
        var text = (node as YamlScalarNode)?.Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Error(node, string.Create(CultureInfo.InvariantCulture, $"{key} \"{text}\" is not a number {least}–{most}"));
        return least;
    }

    private Duration TimeOfDay(YamlNode node)
    {
        var text = (node as YamlScalarNode)?.Value ?? "";
        if (text == "24:00")
        {
            return Duration.FromSeconds(86_400);
        }

        if (TimeSpan.TryParseExact(text, @"h\:mm", CultureInfo.InvariantCulture, out var time))
        {
            return new Duration((long)time.TotalMilliseconds);
        }

        Error(node, $"\"{text}\" is not a time of day; write hours and minutes in quotes, for example \"07:30\"");
        return Duration.Zero;
    }

    private void Error(YamlNode at, string message) => _errors.Add($"{_file}:{at.Start.Line}: {message}");
}
