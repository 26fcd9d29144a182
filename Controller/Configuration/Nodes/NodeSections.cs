using Signals.Controller.Configuration.Yaml;

namespace Signals.Controller.Configuration.Nodes;

/// <summary>Every map of a node file and its keys.</summary>
internal static class NodeSections
{
    public static readonly Section Node = new(
        "node", ["node", "corridors"],
        ["bind", "address", "port", "seeds", "roles", "minimum-members", "home", "control-socket", "health", "tls", "wire-version"]);

    public static readonly Section Tls = new("tls", ["certificate"], ["key", "trust", "pins"]);
}
