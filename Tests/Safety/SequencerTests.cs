using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Safety;

/// <summary>Whatever is requested, the sequencer's trace obeys the table; checked against a plain reading of the table, not against the sequencer.</summary>
[Category("Property")]
public sealed class SequencerTests
{
    private static readonly Intersection[] Models = [TestIntersections.RingBarrier(), TestIntersections.German()];

    private static readonly Gen<GroupRequest> Requests =
        Gen.UInt.Array[4].Select(bits => new GroupRequest(new GroupSet(bits[0]), new GroupSet(bits[1]), new GroupSet(bits[2] & bits[3]), new GroupSet(bits[3])));

    /// <summary>A standing request and for how many steps it stands.</summary>
    private static readonly Gen<(GroupRequest Request, int Steps)[]> Scripts = Gen.Select(Requests, Gen.Int[1, 80]).Array[5, 60];

    [Test]
    public void Random_requests_never_break_a_conflict_an_intergreen_or_a_minimum([Values(0, 1)] int model) => Scripts.Sample(
        script =>
        {
            var table = SafetyTable.Compile(Models[model]);
            var trace = new TraceCheck(Models[model]);
            Run(table, script, trace.Observe);
        },
        iter: 300);

    [Test]
    public void Adopting_what_is_shown_continues_it_safely([Values(0, 1)] int model) => Gen.Select(Scripts, Requests).Sample(
        (script, next) =>
        {
            var table = SafetyTable.Compile(Models[model]);
            var trace = new TraceCheck(Models[model]);
            var original = Run(table, script, trace.Observe);
            var now = new Instant(script.Sum(part => part.Steps) * 100L);
            var adopted = new Sequencer(table, now);
            var shown = new GroupStatus[table.GroupCount];
            for (var group = 0; group < shown.Length; group++)
            {
                shown[group] = original.Status(group, now);
            }

            adopted.Adopt(shown, now);
            for (var step = 1; step <= 600; step++)
            {
                adopted.Step(now + Duration.Tenth * step, next);
                trace.Observe(adopted, now + Duration.Tenth * step);
            }
        },
        iter: 100);

    [Test]
    public void Called_groups_start_as_soon_as_the_table_allows()
    {
        var table = SafetyTable.Compile(TestIntersections.German());
        var sequencer = new Sequencer(table, Instant.Epoch);
        var request = GroupRequest.Exactly(GroupSet.Of(3), table.All);
        var step = 0;
        while (!sequencer.Go.Contains(3))
        {
            sequencer.Step(new Instant(++step * 100L), request);
        }

        // From 0 all groups count as just ended; 6 s from group 0 is the longest intergreen into group 3 but 8 s from crossing 4.
        Assert.That(step, Is.EqualTo(80));
    }

    [Test]
    public void Hold_beats_force_off()
    {
        var table = SafetyTable.Compile(TestIntersections.German());
        var sequencer = new Sequencer(table, Instant.Epoch);
        for (var step = 1; step < 3000; step++)
        {
            sequencer.Step(new Instant(step * 100L), new GroupRequest(GroupSet.Of(0), table.All, default, GroupSet.Of(0)));
        }

        Assert.That(sequencer.Go, Is.EqualTo(GroupSet.Of(0)));
    }

    private static Sequencer Run(SafetyTable table, (GroupRequest Request, int Steps)[] script, Action<Sequencer, Instant> observe)
    {
        var sequencer = new Sequencer(table, Instant.Epoch);
        var now = Instant.Epoch;
        foreach (var (request, steps) in script)
        {
            for (var i = 0; i < steps; i++)
            {
                now += Duration.Tenth;
                sequencer.Step(now, request);
                observe(sequencer, now);
            }
        }

        return sequencer;
    }

    /// <summary>The rules in their plainest form, from the intersection's own data.</summary>
    private sealed class TraceCheck(Intersection intersection)
    {
        private readonly GroupState[] _state = new GroupState[intersection.Groups.Length];
        private readonly Instant[] _since = new Instant[intersection.Groups.Length];
        private readonly Instant?[] _goEnded = new Instant?[intersection.Groups.Length];
        private readonly bool[] _wasSeen = new bool[intersection.Groups.Length];

        public void Observe(Sequencer sequencer, Instant now)
        {
            foreach (var group in intersection.Groups)
            {
                var state = sequencer.States[group.Index];
                if (state != _state[group.Index])
                {
                    Changed(group, _state[group.Index], state, now);
                    (_state[group.Index], _since[group.Index]) = (state, now);
                }
            }

            foreach (var a in sequencer.Go)
            {
                foreach (var b in sequencer.Go)
                {
                    Assert.That(intersection.Intergreens.Conflicts(a, b), Is.False, $"{a} and {b} at {now}");
                }
            }
        }

        private void Changed(SignalGroup group, GroupState before, GroupState after, Instant now)
        {
            var lasted = now - _since[group.Index];
            if (before.IsGo())
            {
                Assert.That(after, Is.EqualTo(group.ClearingState));
                Assert.That(lasted, Is.GreaterThanOrEqualTo(Seen(group) ? group.Timing.MinGo : Duration.Zero), $"minimum of {group.Id}");
                _goEnded[group.Index] = now;
            }

            if (before.IsClearing())
            {
                Assert.That(after, Is.EqualTo(group.StopState));
                Assert.That(lasted, Is.GreaterThanOrEqualTo(Seen(group) ? group.Timing.Clearance : Duration.Zero), $"clearance of {group.Id}");
            }

            if (after.IsGo() && before != GroupState.Dark)
            {
                CheckIntergreens(group, now);
            }

            // The first sight of a group is no change: nothing is known of when that interval began.
            _wasSeen[group.Index] = before != GroupState.Dark;
        }

        /// <summary>True when the interval that ends now was seen from its start.</summary>
        private bool Seen(SignalGroup group) => _wasSeen[group.Index];

        private void CheckIntergreens(SignalGroup entering, Instant now)
        {
            foreach (var leaving in intersection.Groups)
            {
                if (intersection.Intergreens.Between(leaving.Index, entering.Index) is { } least && _goEnded[leaving.Index] is { } ended)
                {
                    Assert.That(now - ended, Is.GreaterThanOrEqualTo(least), $"intergreen {leaving.Id} to {entering.Id}");
                }
            }
        }
    }
}
