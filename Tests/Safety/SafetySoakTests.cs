using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Cabinet.Monitor;
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

    [TestCase("yellow", FindingKind.ShortYellow)]
    [TestCase("minimum", FindingKind.ShortGreen)]
    [TestCase("intergreen", FindingKind.ShortIntergreen)]
    public void Auditor_with_a_stricter_card_finds_the_difference(string what, FindingKind expected)
    {
        var german = TestIntersections.German();
        var timing = german.Groups[3].Timing;
        var stricter = what switch
        {
            "yellow" => timing with { Clearance = timing.Clearance + Duration.Tenth },
            "minimum" => timing with { MinGo = timing.MinGo + Duration.Tenth },
            _ => timing,
        };
        var audited = german with { Groups = german.Groups.SetItem(3, german.Groups[3] with { Timing = stricter }) };
        if (what == "intergreen")
        {
            audited = audited with { Intergreens = Longer(german.Intergreens) };
        }

        var result = new SafetySoak(german, 1, EmulatedCabinetOptions.Default, audited).Run(50_000);

        Assert.That(result.Findings, Is.Positive, "the auditor must see a difference of one sample");
        Assert.That(result.FirstFindings, Is.All.Contains(expected.ToString()));
    }

    [Test]
    public void Without_the_cycle_fault_guard_starved_calls_are_noticed()
    {
        var unguarded = EmulatedCabinetOptions.Default with { CycleFaultWaits = 0 };

        var result = new SafetySoak(TestIntersections.German(), 1, unguarded, TestIntersections.German()).Run(200_000);

        Assert.That(result.LateServices, Is.Positive);
        Assert.That(result.Findings, Is.Zero);
    }

    private static IntergreenMatrix Longer(IntergreenMatrix matrix)
    {
        var table = new Duration?[matrix.GroupCount * matrix.GroupCount];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = matrix.Between(i / matrix.GroupCount, i % matrix.GroupCount) + Duration.Tenth;
        }

        return new IntergreenMatrix(matrix.GroupCount, table);
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
