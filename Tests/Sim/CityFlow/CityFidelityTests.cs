using Signals.Sim.CityFlow;
using Signals.Sim.CityFlow.Protocol;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.CityFlow;

/// <summary>The published cities: figures that the original CityFlow engine gave for the same controllers.</summary>
[Category("Integration")]
public sealed class CityFidelityTests
{
    private static readonly object[] Rows =
    [
        new object[] { "jinan", "fixed", 15, 5, 429.3, 499.8 },
        new object[] { "jinan", "max-pressure", 15, 5, 275.0, 320.0 },
        new object[] { "jinan", "advanced-mp", 15, 5, 255.6, 301.0 },
        new object[] { "jinan", "advanced-mp", 10, 3, 234.7, 281.4 },
        new object[] { "jinan", "advanced-mp", 5, 2, 230.9, 277.9 },
        new object[] { "jinan", "max-queue", 5, 2, 278.5, 324.4 },
        new object[] { "hangzhou", "fixed", 15, 5, 497.9, 567.2 },
        new object[] { "hangzhou", "max-pressure", 15, 5, 289.5, 334.2 },
        new object[] { "hangzhou", "advanced-mp", 15, 5, 285.3, 329.1 },
        new object[] { "hangzhou", "advanced-mp", 10, 3, 273.8, 318.7 },
        new object[] { "hangzhou", "advanced-mp", 5, 2, 266.4, 311.7 },
        new object[] { "hangzhou", "max-queue", 5, 2, 259.7, 306.5 },
    ];

    [TestCaseSource(nameof(Rows))]
    public void City_reproduces_the_original_engine_within_two_percent(
        string city, string controller, int interval, int change, double xlight, double cityFlow)
    {
        var loaded = City.Load(new DirectoryInfo(Bench.PathOrSkip("cityflow", city)));

        var result = CityRun.Run(
            loaded.Network, loaded.Streams, CityController.All.Single(c => c.Name == controller), new CityProtocol(interval, change), 1, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(result.XLightSeconds, Is.EqualTo(xlight).Within(2).Percent);
            Assert.That(result.CityFlowSeconds, Is.EqualTo(cityFlow).Within(2).Percent);
        });
    }
}
