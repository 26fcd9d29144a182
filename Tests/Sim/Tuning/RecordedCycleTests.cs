using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.Tuning;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Tuning;

[TestFixture, Category("Unit")]
public class RecordedCycleTests
{
    [TestCase("main-street.yaml")]
    [TestCase("ludwigstrasse.yaml")]
    [TestCase("high-street.yaml")]
    [TestCase("renmin-lu.yaml")]
    public void Every_group_has_its_green_once_a_cycle_and_never_beside_a_conflict(string file)
    {
        foreach (var intersection in TestCorridors.LoadExample(file).Intersections)
        {
            var safety = SafetyTable.Compile(intersection);
            var plan = intersection.PlanOf(1);
            var cycle = RecordedCycle.Of(intersection, safety, plan);
            var starts = new int[intersection.Groups.Length];
            var last = Go(cycle.At(-Duration.Tenth, Duration.Zero));
            for (var tenth = 0; tenth < plan.Cycle.Tenths; tenth++)
            {
                var go = Go(cycle.At(new Duration(tenth * 100), Duration.Zero));
                Assert.That(safety.IsCompatible(go), $"{intersection.Id} at {tenth / 10.0} s: {go}");
                foreach (var group in go - last)
                {
                    starts[group]++;
                }

                last = go;
            }

            Assert.That(starts, Is.All.InRange(0, 1), intersection.Id);
            Assert.That(starts.Sum(), Is.GreaterThanOrEqualTo(intersection.Groups.Length - 2), $"{intersection.Id}: all but groups that never end");
        }
    }

    [Test]
    public void Offset_moves_the_cycle_and_the_cycle_repeats()
    {
        var intersection = TestCorridors.MainStreet().Intersections[1];
        var plan = intersection.PlanOf(1);
        var cycle = RecordedCycle.Of(intersection, SafetyTable.Compile(intersection), plan);
        var offset = Duration.FromSeconds(33);
        for (var second = 0; second < plan.Cycle.TotalSeconds; second++)
        {
            var at = Duration.FromSeconds(second);
            Assert.That(cycle.At(at + offset, offset).ToArray(), Is.EqualTo(cycle.At(at, Duration.Zero).ToArray()));
            Assert.That(cycle.At(at + plan.Cycle * 700, Duration.Zero).ToArray(), Is.EqualTo(cycle.At(at, Duration.Zero).ToArray()));
        }
    }

    [Test]
    public void Coordinated_green_lasts_its_split_less_the_change()
    {
        var intersection = TestCorridors.MainStreet().Intersections[1];
        var plan = intersection.PlanOf(1);
        var main = ((RingBarrierSequence)intersection.Sequence).PhaseOf(2).VehicleGroup;
        var timing = intersection.Groups[main].Timing;
        var cycle = RecordedCycle.Of(intersection, SafetyTable.Compile(intersection), plan);
        var green = Enumerable.Range(0, (int)plan.Cycle.Tenths).Count(t => cycle.At(new Duration(t * 100), Duration.Zero)[main] == GroupState.Green);

        Assert.That(green / 10.0, Is.EqualTo((plan.SplitOf(2) - timing.Clearance - timing.RedClearance).TotalSeconds).Within(0.3));
    }

    [Test]
    public void Free_plan_is_refused()
    {
        var intersection = TestCorridors.MainStreet().Intersections[0];

        Assert.That(() => RecordedCycle.Of(intersection, SafetyTable.Compile(intersection), TimingPlan.Free), Throws.ArgumentException.With.Message.Contains("free"));
    }

    private static GroupSet Go(ReadOnlySpan<GroupState> states)
    {
        var set = GroupSet.Empty;
        for (var group = 0; group < states.Length; group++)
        {
            set = states[group].IsGo() ? set.With(group) : set;
        }

        return set;
    }
}
