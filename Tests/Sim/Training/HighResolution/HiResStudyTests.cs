using Signals.Sim.Traffic;
using Signals.Sim.Training.HighResolution;
using Signals.Sim.Training.Reports;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Training.HighResolution;

[TestFixture]
public class HiResStudyTests
{
    private const int Cycle = 90;

    [Test, Category("Integration")]
    public void Recorded_phases_have_arrivals_and_greens()
    {
        var phases = HiResCounts.Oregon(Bench.PathOrSkip("counts", "atspm_hires"));

        Assert.That(phases.Select(p => p.Device).Distinct().Count(), Is.EqualTo(3));
        Assert.That(phases.Select(p => p.Arrivals.Sum()), Is.All.GreaterThan(100));
        Assert.That(phases.Select(p => p.Green.Count(g => g) / (double)p.Green.Length), Is.All.InRange(0.05, 0.95));
    }

    [Test, Category("Integration")]
    public void Platoons_at_the_same_place_of_every_cycle_are_learned_from_the_hours_before()
    {
        var results = new HiResStudy([Phase(1, 9000, platoons: true), Phase(2, 9000, platoons: true)]).InTime(_ => { }, default);

        var in15s = results.Single(r => r.Seconds == 15);
        Assert.That(in15s.ShareHigh, Is.LessThan(0.8));
        Assert.That(HiResTables.Verdict(in15s), Does.Contain("learning beats it"));
    }

    [Test, Category("Integration")]
    public void Learning_does_not_claim_to_beat_the_mean_where_vehicles_come_at_random()
    {
        var results = new HiResStudy([Phase(1, 9000, platoons: false), Phase(2, 9000, platoons: false)]).InTime(_ => { }, default);

        Assert.That(results.Select(r => r.ShareOfBest), Is.All.InRange(0.9, 1.2));
        Assert.That(HiResTables.Verdict(results[^1]), Does.Contain("use 15-min mean"));
    }

    [Test, Category("Unit")]
    public void Short_log_is_refused_with_what_would_be_accepted()
    {
        var study = new HiResStudy([Phase(1, 3600, platoons: true)]);

        Assert.That(() => study.InTime(_ => { }, default), Throws.TypeOf<InvalidDataException>().With.Message.Contains("120 min"));
    }

    [TestCase("TimeStamp,DeviceId,EventId,Parameter\n2024-05-13 15:00:00.000,227,82,27\n", true)]
    [TestCase("2024-05-13 15:00:00.000,227,82,27\n", true)]
    [TestCase("time,A,B,C\n2026-01-01 00:00,1,2,3\n", false)]
    [TestCase("time,A\n2026-01-01 00:00,1\n", false)]
    [Category("Unit")]
    public void Log_of_events_is_told_from_a_table_of_counts(string text, bool expected)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder.File("x.csv"), text);

        Assert.That(HiResCounts.AreIn(folder.File("x.csv")), Is.EqualTo(expected));
    }

    /// <summary>A vehicle every 4 s on average: in a platoon at the same place of every cycle, or at any time.</summary>
    private static HiResCounts Phase(int device, int seconds, bool platoons)
    {
        var random = new SeededRandom((ulong)device);
        var arrivals = Enumerable.Range(0, seconds).Select(s => random.NextDouble() < (!platoons ? 0.25 : s % Cycle is >= 30 and < 60 ? 0.7 : 0.05) ? 1f : 0f);
        return new HiResCounts(device, 2, 1, [.. arrivals], [.. Enumerable.Range(0, seconds).Select(s => s % Cycle < 40)]);
    }
}
