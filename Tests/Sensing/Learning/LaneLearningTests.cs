using CsCheck;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Tests.Sensing.Objects;

namespace Signals.Tests.Sensing.Learning;

[TestFixture]
public sealed class LaneLearningTests
{
    [TestCase(true, 0.0)]
    [TestCase(false, 0.0)]
    [TestCase(true, 0.03)]
    [Category("Unit")]
    public void Headway_and_start_up_converge_to_how_the_queue_discharges(bool numbered, double missedShare)
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var road = new SeenRoad(3, 650);
        var missing = new Random(8);
        var clock = new QueueClock();
        road.Drive(run, cycles: 40, green: 32, report: _ => road.Report(run, _ => missing.NextDouble() < missedShare, numbered: numbered), each: tick => clock.Note(road, tick));
        var learned = run.State.Picture.Behaviour[0];
        TestContext.Out.WriteLine($"{learned}; truth {clock.Headway:0.00} s, start-up {clock.StartUp:0.00} s");
        Assert.That(learned.Samples, Is.GreaterThan(30));
        Assert.That(learned.HeadwaySeconds, Is.EqualTo(clock.Headway).Within(8).Percent);
        Assert.That(learned.StartUpLostSeconds, Is.EqualTo(clock.StartUp).Within(0.7));
        Assert.That(learned.FirstCrossingSeconds, Is.EqualTo(clock.First).Within(0.7), "who stands at the line is over it sooner than a headway tells");
        Assert.That(learned.ArrivalsPerSecond * 3600, Is.EqualTo(650).Within(30).Percent);
        Assert.That(learned.ReachMetres, Is.EqualTo((float)SeenRoad.View).Within(10).Percent, "vehicles come into view there");
    }

    [Test, Category("Unit")]
    public void Configured_values_stand_until_a_queue_has_discharged()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        run.Seconds(30, () => run.Objects(0, []));
        var behaviour = run.State.Picture.Behaviour[0];
        Assert.That(behaviour.HeadwaySeconds, Is.EqualTo(3600f / 1900).Within(1e-4));
        Assert.That(behaviour.StartUpLostSeconds, Is.EqualTo(2));
        Assert.That(behaviour.Samples, Is.Zero);
    }

    [Test, Category("Unit")]
    public void Yellow_that_is_used_is_learned_from_crossings_after_the_end_of_green()
    {
        var run = new SensingRun(PictureOfListsTests.TwoAreas());
        var road = new SeenRoad(4, 900);
        var after = 0;
        var before = 0;
        const int Cycles = 40;
        road.Drive(run, Cycles, green: 20, each: tick =>
        {
            before = tick % 800 == 199 ? road.Crossed[0] : before;
            after += tick % 800 == 300 ? road.Crossed[0] - before : 0;
        });
        var learned = run.State.Picture.Behaviour[0];
        TestContext.Out.WriteLine($"{learned}; {after / (double)Cycles:0.00} vehicles a cycle crossed after green");
        Assert.That(learned.YellowUsedSeconds, Is.EqualTo(after / (double)Cycles * learned.HeadwaySeconds).Within(0.5));
    }

    [Test, Category("Unit")]
    public void Loops_teach_the_headway_too()
    {
        var run = new SensingRun(Crossroads.FourLoops());
        new TruthRoad(2, 1300).Drive(run, cycles: 30, green: 40);
        Assert.That(run.State.Picture.Behaviour[0].Samples, Is.GreaterThan(30));
        Assert.That(run.State.Picture.Behaviour[0].HeadwaySeconds, Is.EqualTo(3600f / 1900).Within(5).Percent);
    }

    [Test, Category("Property")]
    public void Nothing_learned_ever_leaves_its_bounds_whatever_is_listed()
    {
        var vehicle = Gen.Select(Gen.Long[0, 5], Gen.Float[-5, 250], Gen.Float[-10, 300], Gen.Float[-1, 40], Gen.Float[-0.5f, 1.5f])
            .Select((track, distance, speed, length, share) => new VehicleObject(track, distance, speed, length, share));
        Gen.Select(vehicle.Array[0, 80].Array[30], Gen.Int[1, 5]).Sample((lists, every) =>
        {
            var run = new SensingRun(PictureOfListsTests.TwoAreas());
            for (var i = 0; i < 300; i++)
            {
                run.Objects(i % 2, [.. lists[i % lists.Length]]);
                run.Shown = Crossroads.Shown(i / every % 3 == 0 ? GroupState.Green : GroupState.Red);
                run.Tick();
                foreach (var behaviour in run.State.Picture.Behaviour)
                {
                    Assert.That(behaviour.HeadwaySeconds, Is.InRange(1.2f, 4f));
                    Assert.That(behaviour.StartUpLostSeconds, Is.InRange(0f, 4f));
                    Assert.That(behaviour.YellowUsedSeconds, Is.InRange(0f, 3f));
                    Assert.That(behaviour.ArrivalsPerSecond, Is.InRange(0f, 800f).And.Not.NaN);
                }

                for (var lane = 0; lane < 2; lane++)
                {
                    foreach (var seen in run.State.Picture.Vehicles(lane))
                    {
                        Assert.That(seen.DistanceMetres, Is.InRange(0f, 10_000f));
                        Assert.That(seen.Weight, Is.InRange(0f, 1f));
                        Assert.That(seen.LengthMetres, Is.InRange(1f, 30f));
                    }
                }
            }
        }, iter: 20);
    }

    /// <summary>Measures the truth: crossing times of the queue's vehicles in lane 0, with 0.1-s steps and no sensor.</summary>
    private sealed class QueueClock
    {
        private readonly List<double> _headways = [];
        private readonly List<double> _intercepts = [];
        private readonly List<double> _crossings = [];
        private readonly List<double> _firsts = [];
        private int _before;
        private int _queue;

        public double Headway => _headways.Average();

        public double StartUp => _intercepts.Average() - 3 * Headway;

        public double First => _firsts.Average();

        public void Note(SeenRoad road, int tick)
        {
            var second = tick % 800 / 10.0;
            if (second == 0)
            {
                _crossings.Clear();
                _queue = road.Lane(0).Count(c => c.Speed < 1 && c.Distance >= 0);
            }

            for (; _before < road.Crossed[0]; _before++)
            {
                _crossings.Add(second);
                if (second > 31.9)
                {
                    continue;
                }

                if (_crossings.Count == 1 && _queue >= 1)
                {
                    _firsts.Add(second);
                }

                if (_crossings.Count == 4 && _queue >= 4)
                {
                    _intercepts.Add(second);
                }

                if (_crossings.Count > 4 && _crossings.Count <= _queue)
                {
                    _headways.Add(second - _crossings[^2]);
                }
            }
        }
    }
}
