using System.Reflection;
using Signals.Core.Prediction;

namespace Signals.Tests.Prediction;

[TestFixture, Category("Unit")]
public sealed class FeatureSchemaTests
{
    /// <summary>Models in the field carry this: when it changes they are refused, and a new one has to be trained and shipped with the change.</summary>
    private const string ShippedHash = "b7f90ddeb7279f16c1b96775ffc58b95f56546ed9b33fa537da0e121da1edad8";

    [Test]
    public void Schema_is_the_one_that_the_shipped_models_were_trained_on() =>
        Assert.That(FeatureSchema.Hash, Is.EqualTo(ShippedHash), FeatureSchema.CanonicalText);

    [Test]
    public void Every_column_has_one_name_and_a_range()
    {
        Assert.That(FeatureSchema.Features, Has.Length.EqualTo(FeatureColumn.Count));
        Assert.That(FeatureSchema.Features.Select(f => f.Name), Is.Unique);
        Assert.That(FeatureSchema.Features, Has.All.Matches<Feature>(f => f.Minimum < f.Maximum));
        Assert.That(FeatureColumn.Count, Is.LessThan(170));
    }

    [TestCase(FeatureColumn.ArrivalLag, "arrival_lag_00")]
    [TestCase(FeatureColumn.UpstreamLag, "upstream_lag_00")]
    [TestCase(FeatureColumn.UpstreamWithin, "upstream_in_5s")]
    [TestCase(FeatureColumn.LastCycleWithin, "last_cycle_in_5s")]
    [TestCase(FeatureColumn.ArrivalSum, "arrivals_past_60s")]
    [TestCase(FeatureColumn.StopLineSum, "stop_line_past_60s")]
    [TestCase(FeatureColumn.HistoricWithin, "historic_in_5s")]
    [TestCase(FeatureColumn.HistoricRatio, "historic_ratio")]
    [TestCase(FeatureColumn.QueuePeak, "queue_share_peak_60s")]
    [TestCase(FeatureColumn.MinuteFill, "minute_fill_past_60s")]
    [TestCase(FeatureColumn.LoadPast, "load_past_60s")]
    [TestCase(FeatureColumn.LoadPlanned, "load_planned")]
    [TestCase(FeatureColumn.OccupancyMean, "occupancy_past_60s")]
    [TestCase(FeatureColumn.GreenShare, "green_share_past_60s")]
    [TestCase(FeatureColumn.PlannedGreen, "planned_green_in_5s")]
    [TestCase(FeatureColumn.PlanSine, "plan_cycle_sine")]
    public void Block_begins_where_its_constant_says(int column, string name) => Assert.That(FeatureSchema.IndexOf(name), Is.EqualTo(column));

    [Test]
    public void Single_columns_are_named_as_their_constants()
    {
        var names = FeatureSchema.Features.Select(f => f.Name.Replace("_", "", StringComparison.Ordinal)).ToList();
        var checkedColumns = 0;
        foreach (var column in typeof(FeatureColumn).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => names.Contains(f.Name.ToLowerInvariant())))
        {
            Assert.That(names.IndexOf(column.Name.ToLowerInvariant()), Is.EqualTo(column.GetValue(null)), column.Name);
            checkedColumns++;
        }

        Assert.That(checkedColumns, Is.GreaterThan(35));
    }

    [Test]
    public void Outputs_are_named_by_horizon_and_part()
    {
        Assert.That(ForecastOutputs.Names, Is.Unique);
        Assert.That(ForecastOutputs.Count, Is.EqualTo(6 * 4 + 3 + 3));
        Assert.That(ForecastOutputs.Names[ForecastOutputs.Mean(3)], Is.EqualTo("arrivals_60s_mean"));
        Assert.That(ForecastOutputs.Names[ForecastOutputs.Low(4)], Is.EqualTo("arrivals_5min_q10"));
        Assert.That(ForecastOutputs.Names[ForecastOutputs.High(5)], Is.EqualTo("arrivals_15min_q90"));
        Assert.That(ForecastOutputs.Names[ForecastOutputs.Spillback(1)], Is.EqualTo("spillback_5min"));
        Assert.That(ForecastOutputs.Names[ForecastOutputs.Overload(2)], Is.EqualTo("overload_15min"));
    }
}
