namespace Signals.Controller.Configuration;

/// <summary>Where an effective value came from.</summary>
public enum ValueSource
{
    /// <summary>Written in the file.</summary>
    File = 0,

    /// <summary>The product's default.</summary>
    Default = 1,

    /// <summary>Computed by the timing standard or from geometry.</summary>
    Standard = 2,
}

/// <summary>One value that the service will use, after file, standard and defaults.</summary>
/// <param name="Path">Path of keys, stable under re-ordering: <c>intersections.main-1st.groups.P2.yellow</c>.</param>
/// <param name="Value">Value with unit, in a normal form that can be compared.</param>
/// <param name="Source">Who decided.</param>
/// <param name="Detail">Formula, clause or reason; may be empty.</param>
/// <param name="Line">Line in the file, or of the section that the value belongs to.</param>
/// <param name="Safety">True when the cabinet or the governor enforces it.</param>
public sealed record EffectiveValue(string Path, string Value, ValueSource Source, string Detail, int Line, bool Safety);
