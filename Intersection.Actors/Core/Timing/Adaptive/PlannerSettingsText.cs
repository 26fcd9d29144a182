using System.Collections.Frozen;
using System.Globalization;

namespace Signals.Core.Timing.Adaptive;

/// <summary>Reads planner settings from <c>key=value,key=value</c>, on top of the defaults.</summary>
public static class PlannerSettingsText
{
    private static readonly FrozenDictionary<string, Func<PlannerSettings, string, PlannerSettings>> Keys =
        new Dictionary<string, Func<PlannerSettings, string, PlannerSettings>>(StringComparer.OrdinalIgnoreCase)
        {
            ["budget"] = (s, v) => s with { StepBudget = Whole("budget", v, 1, 10_000_000) },
            ["polish"] = (s, v) => s with { PolishShare = Number("polish", v, 0, 0.9f) },
            ["kept"] = (s, v) => s with { Kept = Whole("kept", v, 1, 8) },
            ["horizon"] = (s, v) => s with { HorizonSeconds = Whole("horizon", v, 10, 180) },
            ["beta"] = (s, v) => s with { QueueBeta = Number("beta", v, 0, 100) },
            ["alpha"] = (s, v) => s with { RedAlpha = Number("alpha", v, 0, 1000) },
            ["fill"] = (s, v) => s with { FillWeight = Number("fill", v, 0, 100) },
            ["keep"] = (s, v) => s with { KeepGain = Number("keep", v, 0, 1) },
            ["least"] = (s, v) => s with { LeastGain = Number("least", v, 0, 20) },
            ["braking"] = (s, v) => s with { Braking = Number("braking", v, 0, 10) },
            ["steady"] = (s, v) => s with { Steady = Number("steady", v, 0, 10) },
            ["box"] = (s, v) => s with { BoxWait = Number("box", v, 0, 60) },
            ["boxmargin"] = (s, v) => s with { BoxMargin = Number("boxmargin", v, 0, 60) },
            ["stop"] = (s, v) => s with { StopLoss = Number("stop", v, 0, 100) },
            ["postpone"] = (s, v) => s with { Postponement = Number("postpone", v, 0, 1000) },
            ["lost"] = (s, v) => s with { ExtraLost = Number("lost", v, -5, 5) },
            ["onred"] = (s, v) => s with { StopOnRed = Number("onred", v, 0, 10) },
            ["yellow"] = (s, v) => s with { YellowLost = Number("yellow", v, -5, 5) },
            ["neighbours"] = (s, v) => s with { Neighbours = Switch("neighbours", v) },
            ["spillback"] = (s, v) => s with { Spillback = Switch("spillback", v) },
            ["shared"] = (s, v) => s with { SharedLanes = Switch("shared", v) },
            ["learned"] = (s, v) => s with { Learned = Switch("learned", v) },
            ["expected"] = (s, v) => s with { Expected = Switch("expected", v) },
            ["forecasts"] = (s, v) => s with { Forecasts = Switch("forecasts", v) },
            ["rotate"] = (s, v) => s with { Rotate = Switch("rotate", v) },
            ["every"] = (s, v) => s with { DecisionSeconds = Whole("every", v, 0, 60) },
            ["rerank"] = (s, v) => s with { Rerank = Switch("rerank", v) },
            ["micro-step"] = (s, v) => s with { Micro = s.Micro with { StepSeconds = Number("micro-step", v, 0.5f, 1) > 0.75f ? 1 : 0.5f } },
            ["micro-horizon"] = (s, v) => s with { Micro = s.Micro with { HorizonSeconds = Whole("micro-horizon", v, 10, 120) } },
            ["micro-samples"] = (s, v) => s with { Micro = s.Micro with { Samples = Whole("micro-samples", v, 1, 32) } },
            ["micro-budget"] = (s, v) => s with { Micro = s.Micro with { UpdateBudget = Whole("micro-budget", v, 1, 100_000_000) } },
            ["micro-margin"] = (s, v) => s with { Micro = s.Micro with { Margin = Number("micro-margin", v, 0, 1000) } },
            ["micro-share"] = (s, v) => s with { Micro = s.Micro with { MarginShare = Number("micro-share", v, 0, 1) } },
            ["micro-stop"] = (s, v) => s with { Micro = s.Micro with { StopPenalty = Number("micro-stop", v, -1, 100) } },
            ["micro-fill"] = (s, v) => s with { Micro = s.Micro with { FillWeight = Number("micro-fill", v, 0, 100) } },
            ["micro-beta"] = (s, v) => s with { Micro = s.Micro with { QueueBeta = Number("micro-beta", v, 0, 100) } },
            ["micro-alpha"] = (s, v) => s with { Micro = s.Micro with { RedAlpha = Number("micro-alpha", v, 0, 1000) } },
            ["micro-gap"] = (s, v) => s with { Micro = s.Micro with { CriticalGapSeconds = Number("micro-gap", v, 1, 10) } },
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the settings; an empty text gives the defaults.</summary>
    /// <exception cref="FormatException">An unknown key, or a value outside its range; the message names what is accepted.</exception>
    public static PlannerSettings Parse(string text)
    {
        var settings = PlannerSettings.Default;
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var key = at < 0 ? pair : pair[..at].Trim();
            if (at < 0 || !Keys.TryGetValue(key, out var set))
            {
                throw new FormatException($"planner setting \"{pair}\": expected key=value with one of the keys {string.Join(", ", Keys.Keys.Order())}");
            }

            settings = set(settings, pair[(at + 1)..].Trim());
        }

        return settings;
    }

    private static int Whole(string key, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"planner setting {key}={value}: expected a whole number from {least} to {most}");

    private static float Number(string key, string value, float least, float most) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"planner setting {key}={value}: expected a number from {least} to {most}"));

    private static bool Switch(string key, string value) => value switch
    {
        "1" or "on" or "true" => true,
        "0" or "off" or "false" => false,
        _ => throw new FormatException($"planner setting {key}={value}: expected on or off"),
    };
}
