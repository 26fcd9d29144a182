using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Timing.Adaptive;

/// <summary>A plan laid out in time is what the cabinet would show.</summary>
[TestFixture]
[Category("Unit")]
public sealed class PlanTimelineTests
{
    [Test]
    public void Groups_end_through_their_clearance_and_begin_after_the_longest_intergreen([Values] bool staged)
    {
        var intersection = staged ? TestIntersections.German() : TestIntersections.RingBarrier();
        var safety = SafetyTable.Compile(intersection);
        var combinations = new CombinationTable(PhaseTable.Compile(intersection, safety));
        var timeline = new PlanTimeline(combinations, safety);
        foreach (var from in combinations.All)
        {
            foreach (var to in combinations.All.Where(c => c.Index != from.Index))
            {
                var (go, clearing) = (new ulong[80], new ulong[80]);
                timeline.Write(Showing(intersection, from.Green), from.Index, [new PlanStep(4, to.Index)], go, clearing);
                Assert.That(new GroupSet(go[7]), Is.EqualTo(from.Green), $"{from.Label}: before the switch");
                Assert.That(new GroupSet(go[8]) & from.Green, Is.EqualTo(from.Green & to.Green), $"{from.Label} to {to.Label}: what stays");
                Assert.That(new GroupSet(go[79]), Is.EqualTo(to.Green), $"{from.Label} to {to.Label}: in the end");
                for (var k = 0; k < go.Length; k++)
                {
                    Assert.That(safety.IsCompatible(new GroupSet(go[k])), $"{from.Label} to {to.Label}: step {k}");
                }

                foreach (var group in from.Green - to.Green)
                {
                    var seconds = clearing.Count(c => (c >> group & 1) != 0) / 2.0;
                    Assert.That(seconds, Is.EqualTo(safety.Group(group).Timing.Clearance.TotalSeconds).Within(0.5), $"clearance of {group}");
                }

                foreach (var group in to.Green - from.Green)
                {
                    var least = (safety.ConflictsOf(group) & from.Green).Count == 0 ? 0
                        : Of(safety.ConflictsOf(group) & (from.Green - to.Green)).Max(other => safety.Intergreen(other, group).TotalSeconds);
                    var began = Array.FindIndex(go, g => (g >> group & 1) != 0) / 2.0;
                    Assert.That(began - 4, Is.EqualTo(least).Within(0.5), $"{from.Label} to {to.Label}: green of {group}");
                }
            }
        }
    }

    private static List<int> Of(GroupSet set)
    {
        var members = new List<int>();
        foreach (var group in set)
        {
            members.Add(group);
        }

        return members;
    }

    private static GroupStatus[] Showing(Intersection intersection, GroupSet green) =>
        [.. intersection.Groups.Select(g => new GroupStatus(green.Contains(g.Index) ? g.GoState : g.StopState, Duration.FromSeconds(60)))];
}
