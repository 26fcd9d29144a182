using System.Collections.Immutable;
using CsCheck;
using Signals.Sim.Sumo.Sensing;

namespace Signals.Tests.Sim.Sumo.Sensing;

[TestFixture, Category("Property")]
public class LaneSharesTests
{
    private const int Dividing = 0, Left = 1, Right = 2, CrossingLeft = 3, Elsewhere = 4;

    private static readonly ImmutableArray<LaneView> Lanes =
    [
        new("up_0", 100, [new ApproachView(0, 0, 30, 0.5f), new ApproachView(0, 1, 30, 0.5f)], []),
        new("left_0", 30, [new ApproachView(0, 0, 0, 1)], []),
        new("right_0", 30, [new ApproachView(0, 1, 0, 1)], []),
        new(":j_0_0", 10, [], []) { Crossing = new ApproachView(0, 0, 0, 1) },
        new("out_0", 100, [], []),
    ];

    [Test]
    public void Nothing_seen_is_the_prior_and_a_lane_that_leads_nowhere_else_is_certain()
    {
        var shares = new LaneShares(Lanes);

        Assert.That(shares.Of(Dividing, 0), Is.EqualTo(0.5f));
        Assert.That(shares.Of(Left, 0), Is.EqualTo(1));
    }

    [Test]
    public void Shares_follow_where_tracks_end_and_add_to_one_when_all_do() => Gen.Double[0.05, 0.95].Select(Gen.Int[0, 1_000_000]).Sample((share, seed) =>
    {
        var shares = new LaneShares(Lanes);
        var random = new Random(seed);
        for (var track = 1; track <= 400; track++)
        {
            Travel(shares, track, random.NextDouble() < share ? Left : Right);
        }

        Assert.That(shares.Of(Dividing, 0), Is.EqualTo(share).Within(0.25));
        Assert.That(shares.Of(Dividing, 0) + shares.Of(Dividing, 1), Is.EqualTo(1).Within(1e-3));
    });

    [Test]
    public void Track_that_jumps_over_a_short_stop_lane_is_known_by_its_way_through_the_junction()
    {
        var shares = new LaneShares(Lanes);
        for (var track = 1; track <= 50; track++)
        {
            Travel(shares, track, CrossingLeft);
        }

        Assert.That(shares.Of(Dividing, 0), Is.GreaterThan(0.9));
        Assert.That(shares.Of(Dividing, 1), Is.LessThan(0.1));
    }

    [Test]
    public void Tracks_that_go_elsewhere_take_their_share_from_all()
    {
        var shares = new LaneShares(Lanes);
        for (var track = 1; track <= 100; track++)
        {
            Travel(shares, track, track % 2 == 0 ? Left : Elsewhere);
        }

        Assert.That(shares.Of(Dividing, 0), Is.EqualTo(0.5).Within(0.1));
        Assert.That(shares.Of(Dividing, 1), Is.LessThan(0.1));
    }

    /// <summary>Two steps in the dividing lane, one out of sight, one at the end; then nothing until the track is given up.</summary>
    private static void Travel(LaneShares shares, int track, int end)
    {
        shares.Note(track, Dividing);
        shares.EndStep();
        shares.Note(track, Dividing);
        shares.EndStep();
        shares.EndStep();
        shares.Note(track, end);
        for (var step = 0; step < 10; step++)
        {
            shares.EndStep();
        }
    }
}
