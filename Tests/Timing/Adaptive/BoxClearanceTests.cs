using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Phases;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

/// <summary>A green and somebody who did not get out of the junction in time: main road 0 (to E) and 1 (to W), left turn 2 (to N), side street 3 (to E and W).</summary>
[TestFixture, Category("Unit")]
public sealed class BoxClearanceTests
{
    private const double Undisturbed = 0;

    private const double RedAmber = 1;

    [Test]
    public void Side_street_waits_until_whoever_was_held_up_in_its_way_is_nearly_out()
    {
        // He can go when the main road's green ends, ten seconds from clearing the junction; each second he is a second nearer.
        var free = SideGreenAfterMain(_ => Undisturbed);
        var held = SideGreenAfterMain(seconds => Math.Max(0, 10 - seconds));
        Assert.That(free, Is.LessThan(7), "intergreen 5 s");
        Assert.That(held, Is.EqualTo(10 - PlannerSettings.Default.BoxMargin + RedAmber).Within(0.25));
    }

    [Test]
    public void Somebody_who_gets_out_within_the_intergreen_costs_nothing() =>
        Assert.That(SideGreenAfterMain(seconds => Math.Max(0, 6 - seconds)), Is.EqualTo(SideGreenAfterMain(_ => Undisturbed)).Within(0.05));

    [Test]
    public void Wait_for_a_vehicle_that_never_moves_again_is_bounded() =>
        Assert.That(
            SideGreenAfterMain(_ => 20),
            Is.EqualTo(SideGreenAfterMain(_ => Undisturbed) + PlannerSettings.Default.BoxWait).Within(1.1));

    [Test]
    public void Green_that_does_not_cross_his_way_does_not_wait()
    {
        // He came with group 0, which stays green beside the left turn; the side street, which also leads to his exit, has long been red.
        Assert.That(LeftGreenAfterMain(held: "E"), Is.EqualTo(LeftGreenAfterMain(held: "")).Within(0.05));
        Assert.That(LeftGreenAfterMain(held: "W"), Is.GreaterThan(LeftGreenAfterMain(held: "") + 5), "group 1 crosses the left turn");
    }

    /// <summary>Seconds from the end of the main road's green to the side street's.</summary>
    /// <param name="clearing">Time that somebody still needs who is inside the junction on his way east, by the seconds since the green ended.</param>
    private static double SideGreenAfterMain(Func<double, double> clearing) =>
        After(lane: 3, exit: "E", clearing, ends: 0);

    private static double LeftGreenAfterMain(string held) =>
        After(lane: 2, exit: held, _ => held.Length > 0 ? 20 : 0, ends: 1);

    /// <summary>Seconds from the end of one group's green to the green of a lane group's.</summary>
    private static double After(int lane, string exit, Func<double, double> clearing, int ends)
    {
        var intersection = TestIntersections.German();
        var controller = new AdaptiveController(intersection, PhaseTable.Compile(intersection, SafetyTable.Compile(intersection)), [], []);
        var loop = new ClosedLoop(intersection, controller).Run(30);
        double? ended = null;
        loop.BeforeTick = l =>
        {
            l.Present = GroupSet.Of(lane);
            l.LaneGroups[lane] = new LaneGroupEstimate(8, 0, 0, float.NaN, float.NaN, 0.1, 0.5, true, EstimateSource.Measured, 1);
            ended ??= l.Go.Contains(ends) ? null : l.Elapsed.TotalSeconds;
            var index = l.Picture.Exits.IndexOf(new ExitLane(exit, 0));
            if (index >= 0)
            {
                var needs = clearing(l.Elapsed.TotalSeconds - (ended ?? l.Elapsed.TotalSeconds));
                l.Picture.ExitRoom[index] = new ExitEstimate(float.PositiveInfinity, 0) { ClearingSeconds = (float)needs };
            }
        };
        loop.RunUntil(l => l.Go.Contains(lane), 60);
        return loop.Elapsed.TotalSeconds - ended!.Value;
    }
}
