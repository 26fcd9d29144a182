using System.Diagnostics;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Micro;
using Signals.Core.Units;

namespace Signals.Tests.Timing.Micro;

/// <summary>Which candidate is chosen, and what the choice may cost.</summary>
[TestFixture]
[Category("Unit")]
public sealed class MicroJudgeTests
{
    private const int West = 0, East = 1, North = 2, South = 3, Through = 0, Left = 2;

    [Test]
    public void Platoon_that_is_about_to_clear_is_let_through_before_the_switch()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AllTurn(West, Through);
        rig.AllTurn(North, Through);
        for (var i = 0; i < 4; i++)
        {
            rig.AddMoving(West, 25 + i * 22, 13);
        }

        rig.AddQueue(North, 2);
        var candidates = Candidates((0, SwitchAt(0)), (-1, SwitchAt(9)), (-1, SwitchAt(30)));
        Assert.That(Judge(rig, candidates).Judge(View(rig), candidates), Is.EqualTo(1));
    }

    [Test]
    public void Green_whose_only_traffic_are_lefts_blocked_by_a_platoon_is_left()
    {
        // The planner may think that the left turners discharge; they cannot before the opposing vehicles have passed.
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AllTurn(West, Left);
        rig.AllTurn(East, Through);
        rig.AllTurn(South, Through);
        rig.AddQueue(West, 3);
        for (var i = 0; i < 4; i++)
        {
            rig.AddMoving(East, 60 + i * 35, 13);
        }

        rig.AllTurn(North, Through);
        rig.AddQueue(South, 10);
        rig.AddQueue(North, 6);
        var candidates = Candidates((-1, SwitchAt(25)), (0, SwitchAt(0)));
        Assert.That(Judge(rig, candidates).Judge(View(rig), candidates), Is.EqualTo(1));
    }

    [Test]
    public void Favourite_stays_unless_it_is_beaten_by_the_margin()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AllTurn(West, Through);
        rig.AllTurn(North, Through);
        rig.AddQueue(North, 3);
        var candidates = Candidates((-1, SwitchAt(2)), (0, SwitchAt(0)));
        var free = new MicroJudge(rig.Intersection, MicroSettings.Default with { Margin = 0, MarginShare = 0 });
        var strict = new MicroJudge(rig.Intersection, MicroSettings.Default with { Margin = 1000 });
        Assert.That(free.Judge(View(rig), candidates), Is.EqualTo(1));
        Assert.That(strict.Judge(View(rig), candidates), Is.EqualTo(-1));
        Assert.That(free.Cost(1), Is.LessThan(free.Cost(0)));
    }

    [Test]
    public void Single_candidate_is_not_simulated()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        rig.AddQueue(North, 3);
        var judge = Judge(rig, Candidates());
        Assert.That(judge.Judge(View(rig), Candidates((0, SwitchAt(0)))), Is.EqualTo(-1));
        Assert.That(judge.UpdatesUsed, Is.Zero);
    }

    [Test]
    public void Budget_is_never_exceeded_and_every_candidate_gets_the_same_samples([Values(10, 2_000, 5_000, 20_000, 1_000_000)] int budget)
    {
        var rig = Busy();
        var candidates = Candidates((-1, SwitchAt(20)), (0, SwitchAt(0)), (-1, SwitchAt(5)), (-1, SwitchAt(10)));
        var judge = new MicroJudge(rig.Intersection, MicroSettings.Default with { UpdateBudget = budget });
        var chosen = judge.Judge(View(rig), candidates);
        Assert.That(judge.UpdatesUsed, Is.LessThanOrEqualTo(budget));
        Assert.That(judge.SamplesUsed, Is.EqualTo(budget switch { 10 or 2_000 or 5_000 => 0, 20_000 => judge.SamplesUsed, _ => MicroSettings.Default.Samples }));
        Assert.That(judge.SamplesUsed > 0 || chosen == -1, "without a sample the favourite stays");
        TestContext.Out.WriteLine($"{judge.SamplesUsed} samples, {judge.UpdatesUsed} updates");
    }

    [Test]
    public void Decision_allocates_nothing_and_repeats_itself()
    {
        var rig = Busy();
        var candidates = Candidates((-1, SwitchAt(20)), (0, SwitchAt(0)), (-1, SwitchAt(5)), (-1, SwitchAt(10)));
        var judge = new MicroJudge(rig.Intersection, MicroSettings.Default with { Margin = 0, MarginShare = 0 });
        var first = judge.Judge(View(rig), candidates);
        var cost = judge.Cost(0);
        var updates = 0L;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            var chosen = judge.Judge(View(rig), candidates);
            if (chosen != first || judge.Cost(0) != cost)
            {
                Assert.Fail($"decision {i}: {chosen}, {judge.Cost(0)} instead of {first}, {cost}");
            }

            updates += judge.UpdatesUsed;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Out.WriteLine($"{updates / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6:0.0} M vehicle updates/s");
        Assert.That(allocated, Is.Zero);
    }

    private static MicroRig Busy()
    {
        var rig = new MicroRig(MicroRig.Crossroads());
        for (var lane = 0; lane < 4; lane++)
        {
            rig.AddQueue(lane, 6 + lane);
            rig.Picture.Behaviour[lane] = rig.Picture.Behaviour[lane] with { ArrivalsPerSecond = 0.2f };
        }

        return rig;
    }

    private static MicroJudge Judge(MicroRig rig, PlanCandidates candidates)
    {
        Assert.That(candidates.StepCount, Is.EqualTo(120));
        return new MicroJudge(rig.Intersection, MicroSettings.Default);
    }

    private static ControlView View(MicroRig rig)
    {
        rig.Shown[0] = new GroupStatus(GroupState.Green, Duration.FromSeconds(20));
        return new ControlView
        {
            Now = new Instant(1_800_000_000_000),
            Local = new LocalTime(DayOfWeek.Monday, Duration.Zero),
            Plan = TimingPlan.Free,
            Shown = rig.Shown,
            Demand = new Demand(GroupSet.Empty, GroupSet.Empty, GroupSet.Empty, GroupSet.Empty),
            LaneGroups = [],
            Picture = rig.Picture,
            Neighbours = [],
        };
    }

    /// <summary>Group 0 green, left after some seconds for group 1.</summary>
    private static (ulong Go, ulong Clearing)[] SwitchAt(int second) =>
        [.. Enumerable.Range(0, 120).Select(k => (k / 2.0 - second) switch { < 0 => (1UL, 0UL), < 3 => (0UL, 1UL), < 4 => (0UL, 0UL), _ => (2UL, 0UL) })];

    private static PlanCandidates Candidates(params (int Action, (ulong Go, ulong Clearing)[] Lights)[] plans)
    {
        var candidates = new PlanCandidates(60);
        foreach (var (action, lights) in plans)
        {
            Assert.That(candidates.TryAdd(action, 0, []));
            for (var k = 0; k < lights.Length; k++)
            {
                candidates.GoOf(candidates.Count - 1)[k] = lights[k].Go;
                candidates.ClearingOf(candidates.Count - 1)[k] = lights[k].Clearing;
            }
        }

        return candidates;
    }
}
