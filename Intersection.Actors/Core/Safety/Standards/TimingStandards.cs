namespace Signals.Core.Safety.Standards;

/// <summary>The standards that a corridor file can name.</summary>
public static class TimingStandards
{
    public static IReadOnlyList<string> Names { get; } = ["mutcd", "rilsa", "uk", "gb"];

    /// <returns>Null when no standard has that name.</returns>
    public static TimingStandard? Find(string name, TimingOptions options) => name switch
    {
        "mutcd" => new MutcdStandard(options),
        "rilsa" => new RilsaStandard(options),
        "uk" => new UkStandard(),
        "gb" => new GbStandard(options),
        _ => null,
    };
}
