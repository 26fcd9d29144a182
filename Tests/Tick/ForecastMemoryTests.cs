using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Units;

namespace Signals.Tests.Tick;

[TestFixture, Category("Unit")]
public sealed class ForecastMemoryTests
{
    private static readonly Instant Start = new(1_800_000_000_000);
    private static readonly ArrivalForecast Some = new(1, 2, 3, 4, 5, 6, ForecastSource.Model, Duration.Tenth, 1);

    [Test]
    public void Forecasts_grow_older_and_are_forgotten_after_five_seconds()
    {
        var memory = new ForecastMemory(2);
        memory.Advance(Start, []);
        Assert.That(memory.Current.Length, Is.Zero);

        memory.Advance(Start, [Some, Some]);
        memory.Advance(Start + Duration.FromSeconds(2), []);
        Assert.That(memory.Current[1].Age, Is.EqualTo(Duration.FromSeconds(2.1)));
        Assert.That(memory.Current[1].In60s, Is.EqualTo(4));

        memory.Advance(Start + Duration.FromSeconds(4.9), []);
        Assert.That(memory.Current.Length, Is.EqualTo(2));
        memory.Advance(Start + Duration.FromSeconds(5), []);
        Assert.That(memory.Current.Length, Is.Zero);
    }

    [Test]
    public void Forecasts_of_another_number_of_lane_groups_are_ignored()
    {
        var memory = new ForecastMemory(2);
        memory.Advance(Start, [Some]);
        Assert.That(memory.Current.Length, Is.Zero);
    }
}
