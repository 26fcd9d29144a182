using CsCheck;
using Signals.Actors.Cluster;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClaimGuardTests
{
    private static readonly CabinetStatus Template = Statuses.Of(new Sequencer(SafetyTable.Compile(TestIntersections.RingBarrier()), new Instant(0)), new Instant(0));

    private readonly ClaimGuard _guard = new();

    [Test]
    public void New_owner_with_a_majority_claims_at_its_first_look_at_the_cabinet()
    {
        Assert.That(_guard.Advance(100, true, null), Is.False, "nothing is claimed blindly");
        Assert.That(_guard.Advance(101, true, Seen(7)), Is.True);
    }

    [Test]
    public void New_owner_without_a_majority_never_claims()
    {
        Assert.That(Enumerable.Range(0, 1000).Any(tick => _guard.Advance(tick, false, Seen(7))), Is.False);
    }

    [Test]
    public void Owner_that_was_fenced_claims_only_after_a_stable_majority()
    {
        _guard.Advance(0, true, Ours(7));

        var claimedAt = Enumerable.Range(1, 1000).First(tick => _guard.Advance(tick, tick >= 20, Seen(8)));

        Assert.That(claimedAt - 20 + 1, Is.EqualTo(ClaimGuard.StableTicks));
    }

    [Test]
    public void Owner_that_slept_waits_although_it_still_believes_in_its_majority()
    {
        _guard.Advance(0, true, Ours(7));
        _guard.Advance(200, true, Ours(7));

        var claimedAt = Enumerable.Range(201, 1000).First(tick => _guard.Advance(tick, true, Seen(8)));

        Assert.That(claimedAt, Is.GreaterThanOrEqualTo(200 + ClaimGuard.StableTicks));
    }

    [Test]
    public void Link_that_was_renewed_claims_the_same_cabinet_again_at_once()
    {
        _guard.Advance(0, true, Ours(7));

        Assert.That(_guard.Advance(1, true, Seen(7)), Is.True, "nobody else has claimed it");
    }

    [Test]
    public void Refused_claims_become_ever_rarer()
    {
        var claims = Enumerable.Range(0, 2000).Where(tick => _guard.Advance(tick, true, Seen(7))).ToList();

        Assert.That(claims, Is.EqualTo(new[] { 0, 30, 90, 210, 450, 930, 1530 }));
    }

    /// <summary>
    /// Two sides that both believe in their majority, as they may while a partition is being resolved or after a pause: whatever they sleep, the cabinet
    /// changes hands rarely, and in the end one of them has it.
    /// </summary>
    [Test]
    [Category("Property")]
    public void Two_sides_that_both_want_a_cabinet_do_not_take_it_in_turns()
    {
        Gen.Select(Gen.Int[0, 3000].Array[0, 6], Gen.Int[0, 3000].Array[0, 6]).Sample(
            (pausesOfA, pausesOfB) =>
            {
                var sides = new[] { new ClaimGuard(), new ClaimGuard() };
                var (epoch, owner, changes) = (1u, -1, 0);
                for (var tick = 0; tick < 6000; tick++)
                {
                    for (var side = 0; side < 2; side++)
                    {
                        var pauses = side == 0 ? pausesOfA : pausesOfB;
                        if (Array.Exists(pauses, start => tick >= start && tick < start + 50))
                        {
                            continue;
                        }

                        if (sides[side].Advance(tick, true, owner == side ? Ours(epoch) : Seen(epoch)))
                        {
                            (epoch, owner, changes) = (epoch + 1, side, changes + 1);
                        }
                    }
                }

                // A minute apart in the end: 10 minutes have room for the doubling waits of both sides and one claim after each pause.
                Assert.That(changes, Is.LessThanOrEqualTo(2 * (5 + 10) + pausesOfA.Length + pausesOfB.Length));
            },
            iter: 100);
    }

    [TestCase(CabinetMode.LocalTimeOfDay, 0, true)]
    [TestCase(CabinetMode.LocalActuated, 0, true)]
    [TestCase(CabinetMode.Remote, 999, true)]
    [TestCase(CabinetMode.Remote, 1000, false)]
    [TestCase(CabinetMode.Remote, 3000, false)]
    [TestCase(CabinetMode.Manual, 0, false)]
    [TestCase(CabinetMode.CommandedFlash, 0, false)]
    public void Node_that_is_alone_of_a_pair_claims_only_what_nobody_commands(CabinetMode mode, int leaseRemainingMs, bool claims)
    {
        var status = Seen(7) with { Mode = mode, LeaseRemaining = new Duration(leaseRemainingMs) };

        Assert.That(Enumerable.Range(100, 20).Any(tick => _guard.Advance(tick, true, status, lease: Duration.FromSeconds(3))), Is.EqualTo(claims));
    }

    [Test]
    public void Cabinet_that_the_other_one_of_a_pair_keeps_renewing_is_never_claimed_and_is_at_once_when_that_falls_silent()
    {
        var renewed = Enumerable.Range(0, 600).Any(tick => _guard.Advance(
            tick, true, Seen(7) with { Mode = CabinetMode.Remote, LeaseRemaining = new Duration(3000 - tick % 10 * 100) }, Duration.FromSeconds(3)));
        var claimedAt = Enumerable.Range(600, 100).First(tick => _guard.Advance(
            tick, true, Seen(7) with { Mode = CabinetMode.Remote, LeaseRemaining = new Duration(Math.Max(0, 2000 - (tick - 600) * 100)) }, Duration.FromSeconds(3)));

        Assert.That(renewed, Is.False);
        Assert.That(claimedAt - 600, Is.EqualTo(15), "before the lease has lapsed");
    }

    [Test]
    public void Hiccup_of_everything_does_not_make_one_of_a_pair_claim()
    {
        Assert.That(
            Enumerable.Range(0, 200).Any(tick => _guard.Advance(
                tick, true, Seen(7) with { Mode = CabinetMode.Remote, LeaseRemaining = new Duration(tick % 50 < 4 ? 500 : 2500) }, Duration.FromSeconds(3))),
            Is.False);
    }

    private static CabinetStatus Ours(uint epoch) => Template with { Epoch = epoch, IsOurs = true };

    private static CabinetStatus Seen(uint epoch) => Template with { Epoch = epoch, IsOurs = false };
}
