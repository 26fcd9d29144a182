using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration.Yaml;

/// <summary>A place in the file: prefixes findings and values with it.</summary>
/// <param name="Log">Where findings and values go.</param>
/// <param name="Where">Place in words: <c>intersection "4th &amp; Main": group P2</c>.</param>
/// <param name="Path">Place as keys.</param>
internal sealed record Scope(FindingLog Log, string Where, string Path)
{
    public Scope In(string where, string path) => new(
        Log,
        Where.Length == 0 ? where : $"{Where}: {where}",
        Path.Length == 0 ? path : $"{Path}.{path}");

    public void Error(ConfigNode? at, string message, string key = "") => Add(Severity.Error, at, message, key);

    public void Warning(ConfigNode? at, string message, string key = "") => Add(Severity.Warning, at, message, key);

    public void Info(ConfigNode? at, string message, string key = "") => Add(Severity.Info, at, message, key);

    public void Add(Severity severity, ConfigNode? at, string message, string key = "") =>
        Log.Add(severity, at, Where, PathOf(key), message);

    public void Record(string key, string value, ValueSource source, ConfigNode? at, bool safety = false, string detail = "") =>
        Log.Record(new EffectiveValue(PathOf(key), value, source, detail, at?.Line ?? 1, safety));

    private string PathOf(string key) => key.Length == 0 ? Path : Path.Length == 0 ? key : $"{Path}.{key}";
}
