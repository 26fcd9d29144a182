using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

/// <summary>Unsafe commands are refused with a code and never clipped into something else.</summary>
[Category("Unit")]
public sealed class RejectionTests
{
    private CabinetRig _rig = null!;
    private GroupSet _all;

    [SetUp]
    public void SetUp()
    {
        _rig = new CabinetRig(TestIntersections.RingBarrier()).RunToLocal();
        _rig.Claim(1);
        _all = _rig.Cabinet.Table.All;
    }

    [TestCase(3, "vehicle minimum")]
    [TestCase(TestIntersections.Pedestrian4, "walk minimum")]
    public void ForceOff_inside_a_minimum_is_refused(int group, string what)
    {
        _rig.RunUntil(
            () =>
            {
                Assert.That(_rig.Ask(3, 7, TestIntersections.Pedestrian4), Is.EqualTo(RejectCode.None));
                return _rig.Cabinet.Sequencer.Go.Contains(group);
            },
            60,
            what);

        var outcome = _rig.Send(CommandKind.Masks, new GroupRequest(default, GroupSet.Of(group), default, default));
        _rig.Run(1);

        Assert.That(outcome, Is.EqualTo(RejectCode.ShortMinimum));
        Assert.That(_rig.Cabinet.Sequencer.Go.Contains(group), Is.True);
    }

    [Test]
    public void Yellow_and_pedestrian_clearance_cannot_be_shortened_by_any_command()
    {
        _rig.Drive(40, 3, 7, TestIntersections.Pedestrian4);
        while (_rig.Cabinet.Shown.States[3] != GroupState.Yellow)
        {
            _rig.Ask(1, 5);
            _rig.StepOnce();
        }

        for (var i = 0; i < 300; i++)
        {
            _rig.Send(CommandKind.Masks, GroupRequest.Exactly(GroupSet.Of(i % 2 == 0 ? 3 : 1), _all));
            _rig.StepOnce();
        }

        Assert.That(_rig.Audit.Total, Is.Zero, _rig.Audit.ToString());
    }

    [Test]
    public void Conflicting_call_set_is_refused()
    {
        var conflicting = GroupSet.Of(1, 3);

        Assert.That(_rig.Send(CommandKind.Masks, new GroupRequest(default, default, default, conflicting)), Is.EqualTo(RejectCode.Conflict));
        Assert.That(_rig.Send(CommandKind.Masks, new GroupRequest(GroupSet.Of(1), default, default, GroupSet.Of(3))), Is.EqualTo(RejectCode.Conflict));
    }

    [Test]
    public void Unknown_groups_stages_and_plans_are_refused()
    {
        var german = new CabinetRig(TestIntersections.German()).RunToLocal();
        german.Claim(1);

        Assert.That(german.Send(CommandKind.Masks, new GroupRequest(default, default, default, GroupSet.Of(6))), Is.EqualTo(RejectCode.UnknownGroup));
        Assert.That(german.Send(CommandKind.Stage, stage: 4), Is.EqualTo(RejectCode.UnknownStage));
        Assert.That(german.Send(german.Frame(CommandKind.Plan) with { Plan = 9 }), Is.EqualTo(RejectCode.UnknownPlan));
        Assert.That(german.Send(german.Frame(CommandKind.Plan) with { Plan = 1 }), Is.EqualTo(RejectCode.None));
    }

    [Test]
    public void Remote_that_starves_a_call_loses_the_cabinet_until_the_call_is_served()
    {
        _rig.Cabinet.Detectors.Set(4, true);
        _rig.Drive(360, 1, 5);

        _rig.RunUntil(() => _rig.Send(CommandKind.Masks, GroupRequest.Exactly(GroupSet.Of(1, 5), _all)) == RejectCode.NotInControl, 30, "cycle fault");
        _rig.RunUntil(() => _rig.Cabinet.Sequencer.Go.Contains(3), 120, "service of the call");
        _rig.Run(0.2);

        Assert.That(_rig.Ask(3, 7), Is.EqualTo(RejectCode.None), "and may command again afterwards");
    }

    [Test]
    public void Stage_command_serves_a_pressed_button_once()
    {
        var rig = new CabinetRig(TestIntersections.German()).RunToLocal();
        rig.Claim(1);
        for (var i = 0; i < 60; i++)
        {
            rig.Send(CommandKind.Stage, stage: 3);
            rig.Run(1);
        }

        var walks = 0;
        rig.Cabinet.Detectors.Set(6, true);
        rig.Cabinet.Detectors.Set(6, false);
        Assert.That(rig.Cabinet.Detectors.LatchedCalls, Is.EqualTo(1UL << 5));
        for (var i = 0; i < 600; i++)
        {
            var before = rig.Cabinet.Shown.States[5];
            rig.Send(CommandKind.Stage, stage: 3);
            rig.StepOnce();
            walks += before != GroupState.Walk && rig.Cabinet.Shown.States[5] == GroupState.Walk ? 1 : 0;
        }

        Assert.That(walks, Is.EqualTo(1));
        Assert.That(rig.Cabinet.Detectors.LatchedCalls, Is.Zero);
    }
}
