using System.Collections.Immutable;
using System.Globalization;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Ablation;

/// <summary>The optimiser with one part taken away or changed.</summary>
/// <param name="Title">What is different, for people.</param>
/// <param name="Planner">All settings.</param>
internal sealed record Variant(string Title, PlannerSettings Planner)
{
    private static readonly (string Title, string Settings)[] Parts =
    [
        ("with re-ranking", "rerank=on"),
        ("without re-ranking", "rerank=off"),
        ("no neighbours' forecasts", "neighbours=off"),
        ("no spillback protection", "spillback=off"),
        ("no shared-lane handling", "shared=off"),
        ("configured saturation and lost time", "learned=off"),
        ("no arrivals beyond the view", "expected=off"),
        ("no rotation at standstill", "rotate=off"),
        ("switches not moved by single seconds", "polish=0"),
        ("turns on red cost no stop", "onred=0"),
        ("horizon 30 s", "horizon=30"),
        ("horizon 90 s", "horizon=90"),
        ("horizon 120 s", "horizon=120"),
    ];

    /// <summary>The default first, then every part and budget that differs from it.</summary>
    /// <param name="common">Settings that all of them have.</param>
    public static ImmutableArray<Variant> Usual(string common)
    {
        var standard = new Variant("default", PlannerSettingsText.Parse(common));
        var parts = Parts.Select(p => new Variant(p.Title, PlannerSettingsText.Parse($"{common},{p.Settings}")));
        var budgets = PlannerBudget.All.Select(b => new Variant(
            string.Create(CultureInfo.InvariantCulture, $"budget {b.Milliseconds} ms"), b.On(standard.Planner)));
        return [standard, .. parts.Concat(budgets).Where(v => v.Planner != standard.Planner)];
    }

    /// <summary>The default and variants written as settings, separated by semicolons.</summary>
    /// <exception cref="FormatException">A setting is unknown or out of range.</exception>
    public static ImmutableArray<Variant> Written(string text, string common) =>
    [
        new Variant("default", PlannerSettingsText.Parse(common)),
        .. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(settings => new Variant(settings, PlannerSettingsText.Parse($"{common},{settings}"))),
    ];
}
