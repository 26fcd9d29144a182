using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Cabinet;

[Category("Unit")]
public sealed class VirtualCabinetLinkTests
{
    [Test]
    public void Governed_intent_reaches_the_lamps_through_the_registers()
    {
        var intersection = TestIntersections.RingBarrier();
        var rig = new CabinetRig(intersection).RunToLocal();
        var governor = new Governor(rig.Cabinet.Table, intersection.Control);
        var link = new VirtualCabinetLink(rig.Cabinet);
        link.Exchange(rig.Now);

        rig.RunUntil(
            () =>
            {
                var verdict = governor.Govern(new ControlIntent(GroupSet.Of(3, 7)), link.Latest, rig.Now);
                Assert.That(verdict.Refusal, Is.EqualTo(Refusal.None));
                link.Submit(verdict.Command!);
                link.Exchange(rig.Now);
                Assert.That(link.LastOutcome, Is.EqualTo(RejectCode.None));
                return rig.Cabinet.Sequencer.Go == GroupSet.Of(3, 7);
            },
            60,
            "phases 4 and 8 green");

        Assert.That(link.Latest!.Mode, Is.EqualTo(CabinetMode.Remote));
        Assert.That(link.Latest.IsOurs, Is.True);
        Assert.That(rig.Audit.Total, Is.Zero, rig.Audit.ToString());
    }
}
