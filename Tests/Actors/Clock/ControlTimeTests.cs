using Signals.Actors.Clock;
using Signals.Core.Units;

namespace Signals.Tests.Actors.Clock;

[Category("Unit")]
public sealed class ControlTimeTests
{
    [Test]
    public void Timestamp_of_an_instant_is_when_the_line_reaches_it()
    {
        var wall = new SetWall();
        var time = new ControlTime(wall);
        wall.Pass(TimeSpan.FromSeconds(3));
        time.Discipline();

        var ahead = time.Now + new Duration(100);

        Assert.That(time.InstantAt(time.TimestampOf(ahead)), Is.EqualTo(ahead));
    }

    [TestCase(3600)]
    [TestCase(-3600)]
    public void Line_does_not_jump_when_the_wall_clock_is_set(int seconds)
    {
        var wall = new SetWall();
        var time = new ControlTime(wall);
        var start = time.Now;
        wall.Set(TimeSpan.FromSeconds(seconds));

        for (var i = 0; i < 100; i++)
        {
            var before = time.Now;
            wall.Pass(TimeSpan.FromMilliseconds(100));
            time.Discipline();
            Assert.That((time.Now - before).Milliseconds, Is.InRange(99, 101), "every tenth lasts a tenth");
        }

        Assert.That((time.Now - start).Milliseconds, Is.InRange(9_990, 10_010));
        Assert.That(time.WallOffset.TotalSeconds, Is.EqualTo(seconds).Within(0.1));
    }

    [Test]
    public void Line_follows_a_small_wall_correction_within_a_minute()
    {
        var wall = new SetWall();
        var time = new ControlTime(wall);
        wall.Set(TimeSpan.FromMilliseconds(20));

        for (var second = 0; second < 120; second++)
        {
            wall.Pass(TimeSpan.FromSeconds(1));
            time.Discipline();
        }

        Assert.That(Math.Abs(time.WallOffset.TotalMilliseconds), Is.LessThan(2));
    }

    /// <summary>Wall clock that can be set without time passing.</summary>
    private sealed class SetWall : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);
        private long _timestamp = 5_000_000_000;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _timestamp;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Set(TimeSpan by) => _now += by;

        public void Pass(TimeSpan by)
        {
            _now += by;
            _timestamp += by.Ticks * 100;
        }
    }
}
