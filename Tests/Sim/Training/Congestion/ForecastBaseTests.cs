using Signals.Core.Prediction;
using Signals.Sim.Training.Congestion;

namespace Signals.Tests.Sim.Training.Congestion;

[TestFixture, Category("Unit")]
public class ForecastBaseTests
{
    private const int In5Min = 4;

    [TestCase(40f, 90f, 0.5f, 40)]
    [TestCase(float.NaN, 90f, 0.5f, 30)]
    [TestCase(float.NaN, float.NaN, 0.5f, 150)]
    [TestCase(float.NaN, float.NaN, float.NaN, 0.6)]
    [TestCase(0f, 90f, 0.5f, 0.6)]
    public void Base_is_the_usual_then_the_last_quarter_of_an_hour_then_the_flow(float usual, float quarterHour, float flow, double expected)
    {
        var row = new float[FeatureColumn.Count];
        Array.Fill(row, float.NaN);
        row[FeatureColumn.HistoricWithin + In5Min] = usual;
        row[FeatureColumn.ArrivalSum + 2] = quarterHour;
        row[FeatureColumn.Flow] = flow;

        Assert.That(ForecastBase.Of(row, In5Min), Is.EqualTo(expected).Within(1e-4));
    }
}
