using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration;

/// <summary>One thing that a corridor file's author should know.</summary>
/// <param name="Severity">Only errors stop the corridor from being loaded.</param>
/// <param name="File">File as it was named by the caller.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Where">Place in the engineer's words: <c>intersection "4th &amp; Main": phase 3</c>; may be empty.</param>
/// <param name="Path">Place as a path of keys: <c>intersections.main-4th.groups.P3.yellow</c>.</param>
/// <param name="Message">What is wrong and what would be accepted.</param>
public sealed record Finding(Severity Severity, string File, int Line, int Column, string Where, string Path, string Message)
{
    /// <summary><c>corridors/main.yaml:48: intersection "4th &amp; Main": phase 3: …</c>; editors and terminals make it a link.</summary>
    public override string ToString() => Where.Length == 0 ? $"{File}:{Line}: {Message}" : $"{File}:{Line}: {Where}: {Message}";
}
