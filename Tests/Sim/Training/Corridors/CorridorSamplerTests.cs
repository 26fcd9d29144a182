using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Training.Corridors;

namespace Signals.Tests.Sim.Training.Corridors;

[TestFixture, Category("Property")]
public class CorridorSamplerTests
{
    [Test]
    public void Every_seed_gives_a_corridor_that_compiles_and_carries_its_demand()
    {
        Gen.ULong.Sample(
            seed =>
            {
                var corridor = CorridorSampler.Draw(seed);
                foreach (var intersection in corridor.Intersections)
                {
                    SafetyTable.Compile(intersection);
                    foreach (var ring in ((RingBarrierSequence)intersection.Sequence).Rings)
                    {
                        var phases = ring.Barriers.SelectMany(s => s).Sum(p => intersection.Plans[0].SplitOf(p).TotalSeconds);
                        Assert.That(phases, Is.EqualTo(intersection.Plans[0].Cycle.TotalSeconds));
                    }
                }

                ScenarioCheck.Throw(DemandSampler.Draw(corridor, seed, 1, CorridorRun.From, Duration.FromSeconds(3300)), corridor);
            },
            iter: 60, threads: 1);
    }

    [Test]
    public void Seeds_differ_in_shape_and_one_seed_is_always_the_same()
    {
        var many = Enumerable.Range(1, 20).Select(s => CorridorSampler.Draw((ulong)s)).ToList();

        Assert.That(many.Select(c => c.Intersections.Length).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(many.Select(c => c.Links[0].Length).Distinct().Count(), Is.EqualTo(20));
        Assert.That(CorridorSampler.Draw(5).Links, Is.EqualTo(many[4].Links));
    }

    [Test]
    public void Days_share_their_usual_demand_and_differ_in_what_is_special()
    {
        var corridor = CorridorSampler.Draw(3);
        var days = Enumerable.Range(0, 12).Select(d => DemandSampler.Draw(corridor, 3, (ulong)d, CorridorRun.From, Duration.FromSeconds(3300))).ToList();

        Assert.That(days.Select(d => string.Join(' ', d.Entries.Select(e => e.Flow.At(CorridorRun.From)))).Distinct().Count(), Is.EqualTo(1));
        Assert.That(days.Select(d => d.Surges.Length + 10 * d.Incidents.Length).Distinct().Count(), Is.GreaterThan(1));
    }
}
