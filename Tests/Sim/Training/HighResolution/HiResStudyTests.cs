using Signals.Sim.Training.HighResolution;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Training.HighResolution;

[TestFixture, Category("Integration")]
public class HiResStudyTests
{
    [Test]
    public void Recorded_phases_have_arrivals_and_greens()
    {
        var phases = HiResCounts.Read(Bench.PathOrSkip("counts", "atspm_hires"));

        Assert.That(phases.Select(p => p.Device).Distinct().Count(), Is.EqualTo(3));
        Assert.That(phases.Select(p => p.Arrivals.Sum()), Is.All.GreaterThan(100));
        Assert.That(phases.Select(p => p.Green.Count(g => g) / (double)p.Green.Length), Is.All.InRange(0.05, 0.95));
    }
}
