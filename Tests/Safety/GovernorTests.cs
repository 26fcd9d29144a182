using CsCheck;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Safety;

[Category("Property")]
public sealed class GovernorTests
{
    private static readonly Intersection German = TestIntersections.German();
    private static readonly SafetyTable Table = SafetyTable.Compile(German);
    private static readonly Governor Governor = new(Table, German.Control);
    private static readonly Instant Now = new(1_000_000);

    private static CabinetStatus Ready => new(
        Now, CabinetMode.Remote, Table.ConfigHash, 1, IsOurs: true, 1, RejectCode.None, new Duration(3000),
        [.. Enumerable.Repeat(new GroupStatus(GroupState.Red, Duration.FromSeconds(20)), Table.GroupCount)],
        0, 0, 0, CabinetInputs.None, 0, MonitorFaults.None, 1);

    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Case("no status", null, new ControlIntent(GroupSet.Of(0)), Refusal.NoStatus);
        yield return Case("old status", Ready with { ReceivedAt = Now - new Duration(501) }, new ControlIntent(GroupSet.Of(0)), Refusal.NoStatus);
        yield return Case("status from the future", Ready with { ReceivedAt = Now + new Duration(501) }, new ControlIntent(GroupSet.Of(0)), Refusal.ClockFault);
        yield return Case("other configuration", Ready with { SafetyConfigHash = 1 }, new ControlIntent(GroupSet.Of(0)), Refusal.ConfigMismatch);
        yield return Case("not ours", Ready with { IsOurs = false }, new ControlIntent(GroupSet.Of(0)), Refusal.NotInControl);
        yield return Case("police", Ready with { Inputs = CabinetInputs.PolicePanel }, new ControlIntent(GroupSet.Of(0)), Refusal.NotInControl);
        yield return Case("pre-emption input", Ready with { Preempts = 1 }, new ControlIntent(GroupSet.Of(0)), Refusal.NotInControl);
        yield return Case("monitor", Ready with { Monitor = MonitorFaults.RedFail }, new ControlIntent(GroupSet.Of(0)), Refusal.NotInControl);
        yield return Case("flash", Ready with { Mode = CabinetMode.CommandedFlash }, new ControlIntent(GroupSet.Of(0)), Refusal.NotInControl);
        yield return Case("unknown group", Ready, new ControlIntent(GroupSet.Of(6)), Refusal.UnknownGroup);
        yield return Case("unknown stage", Ready, new ControlIntent(GroupSet.Of(0), Stage: 9), Refusal.UnknownGroup);
        yield return Case("empty by mistake", Ready, new ControlIntent(GroupSet.Empty), Refusal.Empty);
        yield return Case("all red and green", Ready, new ControlIntent(GroupSet.Of(0), AllRed: true), Refusal.Empty);
        yield return Case("conflict", Ready, new ControlIntent(GroupSet.Of(0, 3)), Refusal.Conflict);
        yield return Case("fine", Ready, new ControlIntent(GroupSet.Of(0, 1)), Refusal.None);

        static TestCaseData Case(string name, CabinetStatus? status, ControlIntent intent, Refusal expected) =>
            new TestCaseData(status, intent, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refusals))]
    public void Governor_refuses_what_the_cabinet_would_have_to_refuse(CabinetStatus? status, ControlIntent intent, Refusal expected)
    {
        var verdict = Governor.Govern(intent, status, Now);

        Assert.That(verdict.Refusal, Is.EqualTo(expected));
        Assert.That(verdict.Command is null, Is.EqualTo(expected != Refusal.None), "exactly one of command and refusal");
    }

    [Test]
    public void Group_inside_its_minimum_is_held_and_its_conflicts_are_not_called()
    {
        var groups = Ready.Groups.SetItem(3, new GroupStatus(GroupState.Green, Duration.FromSeconds(1)));

        var command = Governor.Govern(new ControlIntent(GroupSet.Of(0, 1)), Ready with { Groups = groups }, Now).Command!;

        Assert.That(command.Request.Hold.Contains(3), Is.True);
        Assert.That(command.Request.ForceOff.Contains(3), Is.False);
        Assert.That(command.Request.Call.Overlaps(Table.ConflictsOf(3)), Is.False);
    }

    /// <summary>
    /// The two ends of the wire agree: with a status of the same step the cabinet accepts every governed command, whatever it shows.
    /// </summary>
    [Test]
    public void Cabinet_accepts_every_governed_command() => Gen.Select(Gen.Int[0, 1], Gen.UShort.Array[40, 120]).Sample(
        (model, wishes) =>
        {
            var intersection = model == 0 ? TestIntersections.RingBarrier() : German;
            var cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Warm, new MemoryEpochStore());
            var governor = new Governor(cabinet.Table, intersection.Control);
            var now = Now;
            while (cabinet.Mode != CabinetMode.LocalTimeOfDay)
            {
                cabinet.Step(now += EmulatedCabinet.Period);
            }

            var link = new VirtualCabinetLink(cabinet);
            foreach (var wish in wishes)
            {
                link.Exchange(now);
                var verdict = governor.Govern(new ControlIntent(Compatible(cabinet.Table, wish)), link.Latest, now);
                Assert.That(verdict.Refusal, Is.EqualTo(Refusal.None));
                link.Submit(verdict.Command!);
                link.Exchange(now);
                Assert.That(link.LastOutcome, Is.EqualTo(RejectCode.None), verdict.Command!.ToString());
                for (var step = 0; step < 1 + wish % 23; step++)
                {
                    cabinet.Step(now += EmulatedCabinet.Period);
                }
            }

            Assert.That(cabinet.Monitor.Findings.Total, Is.Zero, cabinet.Monitor.Findings.ToString());
        },
        iter: 60);

    private static GroupSet Compatible(SafetyTable table, ushort wish)
    {
        var set = GroupSet.Of(wish % table.GroupCount);
        for (var group = 0; group < table.GroupCount; group++)
        {
            set = (wish >> group & 1) != 0 && !table.ConflictsOf(group).Overlaps(set) ? set.With(group) : set;
        }

        return set;
    }
}
