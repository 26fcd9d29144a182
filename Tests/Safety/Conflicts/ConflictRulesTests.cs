using CsCheck;
using Signals.Core.Model;
using Signals.Core.Safety.Conflicts;
using Signals.Core.Units;

namespace Signals.Tests.Safety.Conflicts;

[TestFixture]
[Category("Unit")]
public sealed class ConflictRulesTests
{
    private static readonly string[] Legs = ["N", "E", "S", "W"];

    // Right-hand traffic at a four-leg intersection, all movements with right of way: "from-to".
    [TestCase("N-S", "S-N", false, TestName = "Opposing_throughs_run_together")]
    [TestCase("N-S", "E-W", true, TestName = "Crossing_throughs_conflict")]
    [TestCase("N-S", "S-W", true, TestName = "Left_turn_crosses_opposing_through")]
    [TestCase("N-E", "S-W", false, TestName = "Opposing_lefts_run_together")]
    [TestCase("N-S", "N-E", false, TestName = "One_approach_runs_together")]
    [TestCase("N-W", "S-W", true, TestName = "Right_turn_merges_with_opposing_left")]
    [TestCase("N-W", "E-W", true, TestName = "Right_turn_merges_with_crossing_through")]
    [TestCase("N-W", "E-S", false, TestName = "Right_turn_runs_beside_left_from_the_leg_of_its_left_hand")]
    [TestCase("N-S", "W-N", true, TestName = "Left_turn_crosses_through_from_its_right")]
    [TestCase("N-W", "S-N", false, TestName = "Right_turn_and_opposing_through_run_together")]
    public void Protected_movements_conflict_where_paths_cross_or_merge(string a, string b, bool conflict)
    {
        Assert.That(Derive(TrafficSide.Right, Move(0, a), Move(1, b)).Conflicts(0, 1), Is.EqualTo(conflict));
        Assert.That(Derive(TrafficSide.Left, Mirror(Move(0, a)), Mirror(Move(1, b))).Conflicts(0, 1), Is.EqualTo(conflict), "mirrored, left-hand traffic");
    }

    [TestCase("N-S", "N", true)]
    [TestCase("N-S", "S", true)]
    [TestCase("N-S", "E", false)]
    [TestCase("N-W", "W", true)]
    [TestCase("N-W", "S", false)]
    public void Crossing_conflicts_with_what_enters_or_leaves_by_its_leg(string movement, string leg, bool conflict) =>
        Assert.That(Derive(TrafficSide.Right, Move(0, movement), Walk(1, leg)).Conflicts(0, 1), Is.EqualTo(conflict));

    [Test]
    public void Permissive_left_yields_to_opposing_traffic_and_to_people_on_its_exit_only()
    {
        var left = Move(0, "S-W") with { Permissive = true };

        Assert.That(Derive(TrafficSide.Right, left, Move(1, "N-S")).Conflicts(0, 1), Is.False, "opposing through");
        Assert.That(Derive(TrafficSide.Right, left, Move(1, "N-W")).Conflicts(0, 1), Is.False, "opposing right into the same leg");
        Assert.That(Derive(TrafficSide.Right, left, Walk(1, "W")).Conflicts(0, 1), Is.False, "people on the exit");
        Assert.That(Derive(TrafficSide.Right, left, Walk(1, "S")).Conflicts(0, 1), Is.True, "people on the entry");
        Assert.That(Derive(TrafficSide.Right, left, Move(1, "E-W")).Conflicts(0, 1), Is.True, "crossing through");
        Assert.That(Derive(TrafficSide.Right, left, Move(1, "W-E")).Conflicts(0, 1), Is.True, "crossing through");
    }

    [Test]
    public void Permissive_right_yields_to_people_on_its_exit_but_never_merges_into_through_traffic()
    {
        var right = Move(0, "S-E") with { Permissive = true };

        Assert.That(Derive(TrafficSide.Right, right, Walk(1, "E")).Conflicts(0, 1), Is.False);
        Assert.That(Derive(TrafficSide.Right, right, Move(1, "W-E")).Conflicts(0, 1), Is.True);
        Assert.That(Derive(TrafficSide.Right, right, Move(1, "N-E")).Conflicts(0, 1), Is.True);
    }

    [Test]
    public void Where_turns_may_not_yield_to_people_the_declaration_changes_nothing()
    {
        var rules = new ConflictRules(new LegOrder(Approaches(), TrafficSide.Left), TrafficSide.Left, turnsYieldToPedestrians: false);

        Assert.That(rules.Derive(2, [Move(0, "S-W") with { Permissive = true }, Walk(1, "W")]).Conflicts(0, 1), Is.True);
    }

    [Test]
    public void Right_turn_crosses_a_bicycle_lane_at_the_kerb_unless_it_yields()
    {
        var bicycle = Move(1, "S-N") with { Position = LanePosition.Kerb };

        Assert.That(Derive(TrafficSide.Right, Move(0, "S-E"), bicycle).Conflicts(0, 1), Is.True);
        Assert.That(Derive(TrafficSide.Right, Move(0, "S-E") with { Permissive = true }, bicycle).Conflicts(0, 1), Is.False);
        Assert.That(Derive(TrafficSide.Right, Move(0, "S-N"), bicycle).Conflicts(0, 1), Is.False);
    }

    [Test]
    public void Left_turn_crosses_a_tram_in_the_median_and_may_not_yield()
    {
        var tram = Move(1, "S-N") with { Position = LanePosition.Median };

        Assert.That(Derive(TrafficSide.Right, Move(0, "S-W") with { Permissive = true }, tram).Conflicts(0, 1), Is.True);
        Assert.That(Derive(TrafficSide.Right, Move(0, "S-E"), tram).Conflicts(0, 1), Is.False);
    }

    [Test]
    public void Bicycles_that_turn_left_from_the_kerb_cross_the_general_lanes()
    {
        var bicycle = Move(1, "S-W") with { Position = LanePosition.Kerb };

        Assert.That(Derive(TrafficSide.Right, Move(0, "S-N"), bicycle).Conflicts(0, 1), Is.True);
        Assert.That(Derive(TrafficSide.Right, Move(0, "S-W"), bicycle).Conflicts(0, 1), Is.False, "side by side into the same leg");
    }

    [Test]
    public void A_group_that_opens_colliding_paths_is_reported()
    {
        var rules = new ConflictRules(new LegOrder(Approaches(), TrafficSide.Right), TrafficSide.Right, true);

        Assert.That(rules.SelfConflict([Move(0, "N-S"), Move(0, "S-W")]), Is.EqualTo("N-S crosses S-W"));
        Assert.That(rules.SelfConflict([Move(0, "N-S"), Move(0, "S-W") with { Permissive = true }]), Is.Null);
    }

    [Test]
    [Category("Property")]
    public void Conflicts_do_not_depend_on_bearings_that_keep_the_order_nor_on_a_rotation() =>
        Gen.Select(Gen.Int[0, 359], Gen.Int[-20, 20], Gen.OneOf(Movements()), Gen.OneOf(Movements())).Sample((turn, bend, a, b) =>
        {
            var straight = Derive(TrafficSide.Right, Move(0, a), Move(1, b)).Conflicts(0, 1);
            var approaches = Approaches().Select((leg, i) => leg with { BearingDegrees = (leg.BearingDegrees + turn + (i % 2 == 0 ? bend : 0) + 360) % 360 });
            var rules = new ConflictRules(new LegOrder(approaches, TrafficSide.Right), TrafficSide.Right, true);
            return rules.Derive(2, [Move(0, a), Move(1, b)]).Conflicts(0, 1) == straight;
        });

    [Test]
    [Category("Property")]
    public void Declaring_a_turn_permissive_never_adds_a_conflict() =>
        Gen.Select(Gen.OneOf(Movements()), Gen.OneOf(Movements()), Gen.Bool).Sample((a, b, both) =>
        {
            var protectedOnly = Derive(TrafficSide.Right, Move(0, a), Move(1, b)).Conflicts(0, 1);
            var permissive = Derive(TrafficSide.Right, Move(0, a) with { Permissive = true }, Move(1, b) with { Permissive = both }).Conflicts(0, 1);
            return protectedOnly || !permissive;
        });

    [Test]
    [Category("Property")]
    public void Crossing_paths_are_those_whose_straight_lines_intersect_on_the_ground() =>
        Gen.Select(Gen.Int[0, 23].Array[3, 6], Gen.Bool, Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]).Sample((slots, left, a1, a2, b1, b2) =>
        {
            var bearings = slots.Distinct().Select(slot => 15.0 * slot).ToArray();
            var side = left ? TrafficSide.Left : TrafficSide.Right;
            var names = bearings.Select((_, i) => $"leg{i}").ToArray();
            var order = new LegOrder(bearings.Select((b, i) => new Approach(names[i], b, new MetresPerSecond(10), 0, new Metres(50), new Metres(20))), side);
            var (fromA, toA, fromB, toB) = (a1 % names.Length, a2 % names.Length, b1 % names.Length, b2 % names.Length);
            if (fromA == toA || fromB == toB || fromA == fromB || toA == toB)
            {
                return true;
            }

            // Entries and exits lie four degrees to either side of the leg's axis.
            var towards = left ? 4 : -4;
            var expected = LinesIntersect(
                Ground(bearings[fromA] + towards), Ground(bearings[toA] - towards), Ground(bearings[fromB] + towards), Ground(bearings[toB] - towards));
            return order.Cross(names[fromA], names[toA], names[fromB], names[toB]) == expected;
        });

    private static (double X, double Y) Ground(double bearing) => (Math.Sin(bearing * Math.PI / 180), Math.Cos(bearing * Math.PI / 180));

    private static bool LinesIntersect((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d)
    {
        static double Turn((double X, double Y) p, (double X, double Y) q, (double X, double Y) r) =>
            (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
        return Turn(a, b, c) * Turn(a, b, d) < 0 && Turn(c, d, a) * Turn(c, d, b) < 0;
    }

    private static string[] Movements() => [.. Legs.SelectMany(from => Legs.Where(to => to != from).Select(to => $"{from}-{to}"))];

    private static ConflictTable Derive(TrafficSide side, params GroupStream[] streams) =>
        new ConflictRules(new LegOrder(Approaches(), side), side, turnsYieldToPedestrians: true).Derive(2, streams);

    private static GroupStream Move(int group, string fromTo)
    {
        var parts = fromTo.Split('-');
        var order = new LegOrder(Approaches(), TrafficSide.Right);
        var angle = order.TurnDegrees(parts[0], parts[1]);
        var turn = Math.Abs(angle) < 45 ? Turn.Through : angle > 0 ? Turn.Right : Turn.Left;
        return new(group, parts[0], parts[1], turn, false, false, LanePosition.General, fromTo);
    }

    private static GroupStream Walk(int group, string leg) => new(group, leg, leg, Turn.Through, true, false, LanePosition.General, leg);

    private static GroupStream Mirror(GroupStream stream)
    {
        static string Leg(string leg) => leg switch { "E" => "W", "W" => "E", _ => leg };
        var turn = stream.Turn switch { Turn.Left => Turn.Right, Turn.Right => Turn.Left, var same => same };
        return stream with { From = Leg(stream.From), To = Leg(stream.To), Turn = turn };
    }

    private static IEnumerable<Approach> Approaches() =>
        Legs.Select((leg, i) => new Approach(leg, 90 * i, new MetresPerSecond(15), 0, new Metres(100), new Metres(20)));
}
