namespace Signals.Core.Safety.Standards;

/// <summary>Weight of a finding. Only <see cref="Error"/> stops a corridor from being loaded.</summary>
public enum Severity : byte
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Info = 0,

    /// <summary>Against guidance ("should"); an engineer may have a reason.</summary>
    Warning = 1,

    /// <summary>Unsafe, contradictory or unreadable ("shall").</summary>
    Error = 2,
}
