using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signals.Core.Prediction;

/// <summary>
/// What a congestion model is fed: one row a lane group, float32, raw values in the unit named, NaN for missing. A model carries <see cref="Hash"/>; one trained on another
/// schema is refused, so a change of a name, a unit, a range, the order or the meaning of a column needs a new <see cref="Version"/> and a newly trained model.
/// </summary>
public static class FeatureSchema
{
    /// <summary>Raised when the meaning of a column changes while its name stays.</summary>
    public const int Version = 2;

    /// <summary>No 5-s count of a lane group is greater: 20 lanes at twice saturation flow.</summary>
    private const float MostIn5s = 100;

    /// <summary>Queues and loads beyond ten times what fits are all alike.</summary>
    internal const float MostShare = 10;

    /// <summary>Columns in their order.</summary>
    public static readonly ImmutableArray<Feature> Features = Build();

    /// <summary>The whole schema as text, a line a column: what <see cref="Hash"/> is taken over.</summary>
    public static readonly string CanonicalText = TextOf(Features);

    /// <summary>SHA-256 of <see cref="CanonicalText"/> in UTF-8, lower-case hex.</summary>
    public static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText)));

    /// <summary>Position of a column by name, or −1.</summary>
    public static int IndexOf(string name)
    {
        for (var i = 0; i < Features.Length; i++)
        {
            if (Features[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static string TextOf(ImmutableArray<Feature> features)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"signals features {Version}\n");
        foreach (var feature in features)
        {
            text.Append(CultureInfo.InvariantCulture, $"{feature.Name};{feature.Unit};{feature.Minimum:R};{feature.Maximum:R}\n");
        }

        return text.ToString();
    }

    private static ImmutableArray<Feature> Build()
    {
        var all = ImmutableArray.CreateBuilder<Feature>(FeatureColumn.Count);
        Lags(all, "stop_line_lag");
        Lags(all, "arrival_lag");
        Lags(all, "upstream_lag");
        Within(all, "upstream_in", ForecastHorizons.Near);
        Within(all, "last_cycle_in", ForecastHorizons.Near);
        Sums(all, "arrivals_past");
        Sums(all, "stop_line_past");
        Within(all, "historic_in", ForecastHorizons.Arrivals.Length);
        all.Add(new Feature("historic_ratio", "1", 0, 10));
        Traffic(all);
        Signal(all);
        Calendar(all);
        Place(all);
        DataQuality(all);
        return all.MoveToImmutable();
    }

    private static void Lags(ImmutableArray<Feature>.Builder all, string name)
    {
        for (var lag = 0; lag < FeatureColumn.Lags; lag++)
        {
            all.Add(new Feature(string.Create(CultureInfo.InvariantCulture, $"{name}_{lag:00}"), "veh", 0, MostIn5s));
        }
    }

    private static void Within(ImmutableArray<Feature>.Builder all, string name, int horizons)
    {
        foreach (var seconds in ForecastHorizons.Arrivals.AsSpan(0, horizons))
        {
            all.Add(new Feature($"{name}_{ForecastHorizons.NameOf(seconds)}", "veh", 0, MostIn5s / 5 * seconds));
        }
    }

    private static void Sums(ImmutableArray<Feature>.Builder all, string name)
    {
        foreach (var seconds in ForecastHorizons.Risks)
        {
            all.Add(new Feature($"{name}_{ForecastHorizons.NameOf(seconds)}", "veh", 0, MostIn5s / 5 * seconds));
        }
    }

    private static void Shares(ImmutableArray<Feature>.Builder all, string name, float most)
    {
        foreach (var seconds in ForecastHorizons.Risks)
        {
            all.Add(new Feature($"{name}_{ForecastHorizons.NameOf(seconds)}", "1", 0, most));
        }
    }

    private static void Traffic(ImmutableArray<Feature>.Builder all)
    {
        all.Add(new Feature("flow", "veh/s", 0, 20));
        all.Add(new Feature("queue", "veh", 0, 2000));
        all.Add(new Feature("en_route", "veh", 0, 2000));
        all.Add(new Feature("queue_share", "1", 0, MostShare));
        Shares(all, "queue_share_peak", MostShare);
        Shares(all, "minute_fill_past", MostShare);
        Shares(all, "load_past", MostShare);
        all.Add(new Feature("load_planned", "1", 0, MostShare));
        all.Add(new Feature("occupancy", "1", 0, 1));
        all.Add(new Feature("occupancy_past_60s", "1", 0, 1));
        all.Add(new Feature("speed", "km/h", 0, 200));
        all.Add(new Feature("discharge", "veh/s", 0, 20));
        all.Add(new Feature("presence", "1", 0, 1));
    }

    private static void Signal(ImmutableArray<Feature>.Builder all)
    {
        all.Add(new Feature("is_go", "1", 0, 1));
        all.Add(new Feature("is_clearing", "1", 0, 1));
        all.Add(new Feature("time_in_state", "s", 0, 3600));
        all.Add(new Feature("since_green_start", "s", 0, 3600));
        all.Add(new Feature("last_cycle", "s", 0, 3600));
        all.Add(new Feature("last_green", "s", 0, 3600));
        Shares(all, "green_share_past", 1);

        foreach (var seconds in ForecastHorizons.Arrivals.AsSpan(0, ForecastHorizons.Near))
        {
            all.Add(new Feature($"planned_green_in_{ForecastHorizons.NameOf(seconds)}", "s", 0, seconds));
        }

        all.Add(new Feature("plan_cycle_sine", "1", -1, 1));
        all.Add(new Feature("plan_cycle_cosine", "1", -1, 1));
    }

    private static void Calendar(ImmutableArray<Feature>.Builder all)
    {
        foreach (var name in (ReadOnlySpan<string>)["day_sine", "day_cosine", "half_day_sine", "half_day_cosine", "week_sine", "week_cosine"])
        {
            all.Add(new Feature(name, "1", -1, 1));
        }

        all.Add(new Feature("weekend", "1", 0, 1));
    }

    private static void Place(ImmutableArray<Feature>.Builder all)
    {
        all.Add(new Feature("lanes", "1", 1, 20));
        all.Add(new Feature("storage", "veh", 0, 2000));
        all.Add(new Feature("saturation_flow", "veh/s", 0, 20));
        all.Add(new Feature("start_up_lost", "s", 0, 20));
        all.Add(new Feature("pocket", "1", 0, 1));
        all.Add(new Feature("set_back", "m", 0, 2000));
        all.Add(new Feature("set_back_travel", "s", 0, 600));
        all.Add(new Feature("approach_speed", "km/h", 0, 200));
        all.Add(new Feature("link_length", "m", 0, 20000));
        all.Add(new Feature("link_travel", "s", 0, 3600));
    }

    private static void DataQuality(ImmutableArray<Feature>.Builder all)
    {
        all.Add(new Feature("missing_arrivals", "1", 0, 1));
        all.Add(new Feature("missing_stop_line", "1", 0, 1));
        all.Add(new Feature("data_age", "s", 0, 3600));
        all.Add(new Feature("estimate_source", "1", 0, 4));
        all.Add(new Feature("quality", "1", 0, 1));
        all.Add(new Feature("loops", "1", 0, 64));
        all.Add(new Feature("radars", "1", 0, 64));
        all.Add(new Feature("cameras", "1", 0, 64));
    }
}
