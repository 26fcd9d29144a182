using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.Replay;

namespace Signals.Tests.Sim.Replay;

[TestFixture, Category("Unit")]
public class ReplayMeasureTests
{
    private static readonly Instant Start = new(1_715_612_400_000);

    private static LoggedEvent At(double seconds, EventCode code, int parameter) => new(Start + Duration.FromSeconds(seconds), 7, code, parameter);

    /// <summary>Two cycles of phases 2 and 4; phase 2 walks once.</summary>
    private static readonly LoggedEvent[] Log =
    [
        At(0, EventCode.BeginGreen, 2), At(0, EventCode.BeginWalk, 2), At(7, EventCode.BeginPedestrianClearance, 2), At(17, EventCode.BeginDontWalk, 2),
        At(30, EventCode.GreenTermination, 2), At(30, EventCode.BeginYellow, 2), At(34, EventCode.EndYellow, 2),
        At(34, EventCode.BeginRedClearance, 2), At(35, EventCode.EndRedClearance, 2),
        At(35, EventCode.BeginGreen, 4), At(45, EventCode.GreenTermination, 4), At(45, EventCode.BeginYellow, 4), At(48.5, EventCode.EndYellow, 4),
        At(50, EventCode.BeginGreen, 2), At(75, EventCode.GreenTermination, 2),
    ];

    [Test]
    public void Timing_is_read_back_from_the_events()
    {
        var phases = ObservedTiming.Phases(Log);

        Assert.Multiple(() =>
        {
            Assert.That(phases.Select(phase => phase.Number), Is.EqualTo([2, 4]));
            Assert.That(phases[0].MinimumGreen, Is.EqualTo(Duration.FromSeconds(25)));
            Assert.That(phases[0].Yellow, Is.EqualTo(Duration.FromSeconds(4)));
            Assert.That(phases[0].RedClearance, Is.EqualTo(Duration.FromSeconds(1)));
            Assert.That((phases[0].Walk, phases[0].PedestrianClearance), Is.EqualTo((Duration.FromSeconds(7), Duration.FromSeconds(10))));
            Assert.That(phases[1].Walk, Is.Null);
        });
    }

    [Test]
    public void Service_counts_greens_and_green_time_within_the_stretch()
    {
        var service = PhaseService.Measure(Log, 7, Start + Duration.FromSeconds(10), Start + Duration.FromSeconds(60));

        Assert.That(service.Select(s => (s.Phase, s.Greens, s.Green.TotalSeconds, s.Walks)), Is.EqualTo([(2, 1, 30.0, 0), (4, 1, 10.0, 0)]));
    }

    [Test]
    public void End_of_green_that_is_logged_twice_adds_no_green()
    {
        var service = PhaseService.Measure([.. Log, At(80, EventCode.GreenTermination, 2)], 7, Start, Start + Duration.FromSeconds(100));

        Assert.That(service[0].Green, Is.EqualTo(Duration.FromSeconds(55)));
    }

    [Test]
    public void Phase_without_a_stop_line_detector_is_called_by_its_advance_detector()
    {
        LoggedEvent[] detectors = [At(31, EventCode.DetectorOn, 3)];

        var calls = CallService.Measure(detectors, [new(7, 2, DetectorFunction.Advance, 3)], Log, 7, Start + Duration.FromSeconds(300));

        Assert.That(calls.Single(c => c is { Phase: 2, IsPedestrian: false }).LongestWait, Is.EqualTo(Duration.FromSeconds(19)));
    }

    [Test]
    public void Calls_wait_from_the_first_actuation_on_red_to_green()
    {
        LoggedEvent[] detectors = [At(5, EventCode.DetectorOn, 12), At(31, EventCode.DetectorOn, 12), At(33, EventCode.DetectorOn, 12), At(36, EventCode.PedestrianDetectorOn, 4)];
        DetectorAssignment[] assignments = [new(7, 2, DetectorFunction.Presence, 12)];

        var calls = CallService.Measure(detectors, assignments, Log, 7, Start + Duration.FromSeconds(300));

        Assert.Multiple(() =>
        {
            var vehicle = calls.Single(c => c is { Phase: 2, IsPedestrian: false });
            Assert.That((vehicle.Served, vehicle.LongestWait.TotalSeconds, vehicle.Unserved), Is.EqualTo((1, 19.0, 0)));
            Assert.That(calls.Single(c => c is { Phase: 4, IsPedestrian: true }).Unserved, Is.EqualTo(1));
        });
    }

    [Test]
    public void Corridor_built_from_a_log_compiles_and_keeps_what_was_seen()
    {
        DetectorAssignment[] assignments = [new(7, 2, DetectorFunction.Presence, 12), new(7, 4, DetectorFunction.Advance, 3)];

        var intersection = ReplayCorridor.Build(Log, assignments, _ => 15000, ControlLevel.Actuated).Intersections.Single();
        var table = SafetyTable.Compile(intersection);

        Assert.Multiple(() =>
        {
            Assert.That(intersection.Groups.Select(group => group.Id), Is.EqualTo(["P2", "P4", "PED2"]));
            Assert.That(table.Intergreen(2, 1), Is.EqualTo(Duration.FromSeconds(13)), "walk of phase 2 clears for 10 s and a 3 s buffer before phase 4");
            Assert.That(intersection.Detectors.Select(d => d.Channel), Is.EqualTo([12, 3, 64]));
        });
    }
}
