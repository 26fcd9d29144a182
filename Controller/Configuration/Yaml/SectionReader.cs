using System.Globalization;
using Signals.Core.Units;

namespace Signals.Controller.Configuration.Yaml;

/// <summary>
/// Reads the values of one map, reports what is wrong with each, and records the effective ones. A value that cannot be read
/// becomes its fallback so that reading goes on and all findings come at once; the error keeps the corridor from being built.
/// </summary>
internal sealed class SectionReader
{
    private readonly Section _section;
    private readonly Dictionary<string, ConfigNode> _values = [];

    public SectionReader(ConfigNode node, Section section, Scope scope)
    {
        (Node, _section, Scope) = (node, section, scope);
        if (node.Kind != NodeKind.Map)
        {
            scope.Error(node, $"must be a map with the keys {string.Join(", ", section.Keys)}");
            IsMap = false;
            return;
        }

        IsMap = true;
        foreach (var (key, value) in node.Entries)
        {
            if (section.Keys.Contains(key.Text))
            {
                _values.Add(key.Text, value);
            }
            else
            {
                scope.Error(key, $"unknown key \"{key.Text}\"{Spelling.Suggest(key.Text, section.Keys)}", key.Text);
            }
        }

        foreach (var missing in section.Required.Where(k => !_values.ContainsKey(k)))
        {
            scope.Error(node, $"key \"{missing}\" is missing", missing);
        }
    }

    public ConfigNode Node { get; }

    public Scope Scope { get; }

    public bool IsMap { get; }

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Node of a key, or null.</summary>
    public ConfigNode? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Node to point at when the key's value is wrong: the value, or the section where it is missing.</summary>
    public ConfigNode At(string key) => Find(key) ?? Node;

    public string Text(string key, string fallback = "")
    {
        if (Scalar(key) is not { } node)
        {
            Default(key, fallback);
            return fallback;
        }

        if (node.Text.Length is 0 or > 120)
        {
            Scope.Error(node, $"{key} must be a text of 1–120 characters", key);
            return fallback;
        }

        File(key, node.Text, node);
        return node.Text;
    }

    public int Integer(string key, int fallback, int least, int most)
    {
        if (Scalar(key) is not { } node)
        {
            Default(key, fallback.ToString(CultureInfo.InvariantCulture));
            return fallback;
        }

        if (!int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
        {
            Scope.Error(node, $"{key} \"{node.Text}\" is not a whole number {least}–{most}", key);
            return fallback;
        }

        File(key, value.ToString(CultureInfo.InvariantCulture), node);
        return value;
    }

    public double Number(string key, double fallback, double least, double most)
    {
        if (Scalar(key) is not { } node)
        {
            Default(key, fallback.ToString("0.###", CultureInfo.InvariantCulture));
            return fallback;
        }

        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(node.Text, plain, CultureInfo.InvariantCulture, out var value) || !(value >= least && value <= most))
        {
            Scope.Error(node, string.Create(CultureInfo.InvariantCulture, $"{key} \"{node.Text}\" is not a number {least:0.###}–{most:0.###}"), key);
            return fallback;
        }

        File(key, value.ToString("0.###", CultureInfo.InvariantCulture), node);
        return value;
    }

    public bool Flag(string key, bool fallback)
    {
        if (Scalar(key) is not { } node)
        {
            Default(key, fallback ? "true" : "false");
            return fallback;
        }

        if (node.Text is not ("true" or "false"))
        {
            Scope.Error(node, $"{key} \"{node.Text}\" must be true or false", key);
            return fallback;
        }

        File(key, node.Text, node);
        return node.Text == "true";
    }

    public T Choice<T>(string key, T fallback, params (string Name, T Value)[] choices)
    {
        if (Scalar(key) is not { } node)
        {
            var name = choices.FirstOrDefault(c => EqualityComparer<T>.Default.Equals(c.Value, fallback)).Name;
            Default(key, name ?? "");
            return fallback;
        }

        foreach (var (name, value) in choices)
        {
            if (name == node.Text)
            {
                File(key, name, node);
                return value;
            }
        }

        Scope.Error(node, $"{key} \"{node.Text}\" is not accepted{Spelling.Suggest(node.Text, choices.Select(c => c.Name))}", key);
        return fallback;
    }

    /// <summary>A quantity in the family's base unit.</summary>
    /// <param name="fallback">Used and recorded as default when the key is absent.</param>
    public double Quantity(string key, UnitFamily family, double fallback, double least, double most)
    {
        if (Scalar(key) is not { } node)
        {
            Default(key, family.Format(fallback));
            return fallback;
        }

        return ReadQuantity(node, key, family, least, most) ?? fallback;
    }

    public Metres Length(string key, Metres fallback, double leastMetres, double mostMetres) =>
        new(Quantity(key, UnitFamily.Length, fallback.Value, leastMetres, mostMetres));

    public Duration Time(string key, Duration fallback, double leastSeconds, double mostSeconds) =>
        ToDuration(key, Quantity(key, UnitFamily.Time, fallback.TotalSeconds, leastSeconds, mostSeconds));

    /// <summary>Null when the key is absent; the caller records the value that takes its place.</summary>
    public Duration? OptionalTime(string key, double leastSeconds, double mostSeconds) =>
        Scalar(key) is { } node && ReadQuantity(node, key, UnitFamily.Time, leastSeconds, mostSeconds, record: false) is { } seconds
            ? ToDuration(key, seconds)
            : null;

    /// <summary>Entries of a map of named things, in the file's order; empty when absent.</summary>
    public IReadOnlyList<(ConfigNode Key, ConfigNode Value)> Entries(string key)
    {
        if (Find(key) is not { } node || node.IsEmptyScalar)
        {
            return [];
        }

        if (node.Kind == NodeKind.Map)
        {
            foreach (var (name, _) in node.Entries.Where(e => e.Key.Text.Length is 0 or > 40 || e.Key.Text.Any(c => c is '.' || char.IsControl(c))))
            {
                Scope.Error(name, $"name \"{name.Text}\" in {key} must be 1–40 characters without '.', which separates names in paths", key);
            }

            return node.Entries;
        }

        Scope.Error(node, $"{key} must be a map of names, each with its own keys", key);
        return [];
    }

    /// <summary>Items of a list; empty when absent.</summary>
    public IReadOnlyList<ConfigNode> Items(string key)
    {
        if (Find(key) is not { } node || node.IsEmptyScalar)
        {
            return [];
        }

        if (node.Kind == NodeKind.List)
        {
            return node.Items;
        }

        Scope.Error(node, $"{key} must be a list, for example [a, b]", key);
        return [];
    }

    private Duration ToDuration(string key, double seconds)
    {
        var duration = Duration.FromSeconds(seconds);
        if (duration.Milliseconds % 100 != 0 && !key.EndsWith("lease", StringComparison.Ordinal))
        {
            Scope.Error(At(key), $"{key} {duration} is finer than the sequencer's 0.1 s; write a multiple of 0.1 s", key);
        }

        return duration;
    }

    private double? ReadQuantity(ConfigNode node, string key, UnitFamily family, double least, double most, bool record = true)
    {
        if (!family.TryRead(node.Text, out var value, out var normal, out var problem))
        {
            Scope.Error(node, $"{key} {problem}", key);
            return null;
        }

        if (value < least - 1e-9 || value > most + 1e-9)
        {
            Scope.Error(node, $"{key} {normal} is outside {family.Format(least)} to {family.Format(most)}", key);
            return null;
        }

        if (record)
        {
            File(key, normal, node);
        }

        return value;
    }

    private ConfigNode? Scalar(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node.Kind == NodeKind.Scalar)
        {
            return node;
        }

        Scope.Error(node, $"{key} must be a single value, not a {(node.Kind == NodeKind.List ? "list" : "map")}", key);
        return null;
    }

    private void File(string key, string value, ConfigNode at) => Scope.Record(key, value, ValueSource.File, at, IsSafety(key));

    private void Default(string key, string value)
    {
        if (IsMap && !_section.Required.Contains(key) && !Has(key) && value.Length > 0)
        {
            Scope.Record(key, value, ValueSource.Default, Node, IsSafety(key));
        }
    }

    private bool IsSafety(string key) => _section.Safety.Contains(key);
}
