namespace Signals.Controller.Configuration.Yaml;

/// <summary>Shape of a <see cref="ConfigNode"/>.</summary>
internal enum NodeKind
{
    Scalar,
    List,
    Map,
}

/// <summary>One node of the YAML tree with its place in the file.</summary>
internal sealed class ConfigNode(NodeKind kind, int line, int column)
{
    public NodeKind Kind { get; } = kind;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>From 1.</summary>
    public int Column { get; } = column;

    /// <summary>Text of a scalar; empty otherwise.</summary>
    public string Text { get; init; } = "";

    public List<ConfigNode> Items { get; } = [];

    public List<(ConfigNode Key, ConfigNode Value)> Entries { get; } = [];

    /// <summary>Nodes below and including this one, with every alias counted as if written out.</summary>
    public long Size { get; set; } = 1;

    /// <summary>The node that a chain of keys leads to, as far as it exists: the best place to point at.</summary>
    public ConfigNode Below(params ReadOnlySpan<string> keys)
    {
        var node = this;
        foreach (var key in keys)
        {
            var wanted = key;
            if (node.Entries.Find(e => e.Key.Text == wanted).Value is not { } next)
            {
                break;
            }

            node = next;
        }

        return node;
    }

    /// <summary>Text of a key's scalar value before the map is read, for naming the section; "?" where there is none.</summary>
    public string Peek(string key) =>
        Entries.Find(e => e.Key.Text == key).Value is { Kind: NodeKind.Scalar, Text.Length: > 0 } value ? value.Text : "?";

    public bool IsEmptyScalar => Kind == NodeKind.Scalar && Text.Length == 0;
}
