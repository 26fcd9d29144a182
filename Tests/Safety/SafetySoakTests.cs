using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Sim.Safety;
using Signals.Tests.Support;

namespace Signals.Tests.Safety;

/// <summary>The fast version of <c>sim soak</c>.</summary>
[Category("Property")]
public sealed class SafetySoakTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var seed in (int[])[1, 2, 3, 4])
        {
            yield return new TestCaseData(TestIntersections.RingBarrier(), seed).SetArgDisplayNames("ring-barrier", $"seed {seed}");
            yield return new TestCaseData(TestIntersections.German(), seed).SetArgDisplayNames("German stages", $"seed {seed}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Chaos_never_shows_an_unsafe_lamp_and_every_call_is_served(Intersection intersection, int seed)
    {
        var result = new SafetySoak(intersection, seed).Run(100_000);

        TestContext.Out.WriteLine(result);
        Assert.Multiple(() =>
        {
            Assert.That(result.Findings, Is.Zero, string.Join('\n', result.FirstFindings));
            Assert.That(result.UnexplainedTrips, Is.Zero);
            Assert.That(result.LateServices, Is.Zero, $"longest wait {result.LongestWait}, bound {result.WaitBound}");
            Assert.That(result.Greens, Is.GreaterThan(500), "the soak must exercise the signals");
            Assert.That(result.FramesAccepted, Is.GreaterThan(500));
            Assert.That(result.FramesRejected, Is.GreaterThan(500));
            Assert.That(result.ExplainedTrips, Is.GreaterThan(0), "injected lamp faults must trip the monitor");
            Assert.That(result.StepsByMode[(int)CabinetMode.Remote], Is.GreaterThan(5000));
            Assert.That(result.StepsByMode[(int)CabinetMode.LocalTimeOfDay], Is.GreaterThan(5000));
            Assert.That(result.StepsByMode[(int)CabinetMode.Preempt], Is.GreaterThan(200));
        });
    }

    [Test]
    public void Same_seed_same_lamps_other_seed_other_lamps()
    {
        var one = new SafetySoak(TestIntersections.German(), 11).Run(20_000);
        var same = new SafetySoak(TestIntersections.German(), 11).Run(20_000);
        var other = new SafetySoak(TestIntersections.German(), 12).Run(20_000);

        Assert.That(same.Digest, Is.EqualTo(one.Digest));
        Assert.That(other.Digest, Is.Not.EqualTo(one.Digest));
    }
}
