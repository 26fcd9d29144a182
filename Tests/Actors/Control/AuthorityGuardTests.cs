using Signals.Actors.Control;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Actors.Control;

[Category("Unit")]
public sealed class AuthorityGuardTests
{
    private readonly FakeCabinet _cabinet = new(TestIntersections.RingBarrier());

    [Test]
    public void Guard_speaks_from_the_first_tick()
    {
        var guard = new AuthorityGuard();
        guard.Advance(100, At(100));
        _cabinet.ShowAt(At(99));

        Assert.That(guard.MaySpeak(_cabinet.Latest), Is.True);
    }

    [TestCase(10, false)]
    [TestCase(11, true)]
    public void Guard_loses_authority_only_when_more_than_a_second_is_missing(int step, bool lost)
    {
        var guard = new AuthorityGuard();
        guard.Advance(100, At(100));
        guard.Advance(100 + step, At(100 + step));
        _cabinet.ShowAt(At(99 + step));

        Assert.That(guard.MaySpeak(_cabinet.Latest), Is.EqualTo(!lost));
    }

    [Test]
    public void Guard_speaks_again_after_a_status_that_was_read_after_the_gap_and_is_ours()
    {
        var guard = new AuthorityGuard();
        guard.Advance(100, At(100));
        guard.Advance(300, At(300));
        _cabinet.ShowAt(At(300));
        Assert.That(guard.MaySpeak(_cabinet.Latest), Is.False, "read before or at the gap's end");

        _cabinet.ShowAt(At(301));
        _cabinet.Latest = _cabinet.Latest! with { IsOurs = false };
        Assert.That(guard.MaySpeak(_cabinet.Latest), Is.False, "someone else's epoch");

        _cabinet.ShowAt(At(302));
        Assert.That(guard.MaySpeak(_cabinet.Latest), Is.True);
        Assert.That(guard.Gaps, Is.EqualTo(1));
    }

    private static Instant At(long tick) => new(tick * 100);
}
