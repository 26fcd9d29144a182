namespace Signals.Controller.Configuration.Yaml;

/// <summary>The keys that one kind of map may have. The JSON Schema has a definition of the same name with the same keys; a test compares them.</summary>
/// <param name="Name">Name of the definition in the schema.</param>
/// <param name="Required">Keys that must be there.</param>
/// <param name="Optional">Keys that may be there.</param>
internal sealed record Section(string Name, string[] Required, string[] Optional)
{
    /// <summary>Keys whose values the cabinet or the governor enforces, or that conflicts are derived from.</summary>
    public string[] Safety { get; init; } = [];

    public IEnumerable<string> Keys => Required.Concat(Optional);
}
