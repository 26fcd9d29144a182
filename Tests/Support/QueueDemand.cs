using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>
/// Random vehicles and pedestrians for a <see cref="ClosedLoop"/>: point queues by signal group, Poisson arrivals, one departure each two seconds of green.
/// Measures how long each registered call waits for right of way.
/// </summary>
public sealed class QueueDemand
{
    private readonly Random _random;
    private readonly double[] _perSecond;
    private readonly double[] _headway;
    private readonly Instant?[] _waitingSince;

    public QueueDemand(Intersection intersection, int seed, double[] perSecond)
    {
        _random = new Random(seed);
        _perSecond = perSecond;
        Queue = new double[intersection.Groups.Length];
        _headway = new double[intersection.Groups.Length];
        _waitingSince = new Instant?[intersection.Groups.Length];
        LongestWait = new Duration[intersection.Groups.Length];
    }

    public double[] Queue { get; }

    public Duration[] LongestWait { get; }

    /// <summary>Vehicle-seconds spent in queues.</summary>
    public double Delay { get; private set; }

    public double Departed { get; private set; }

    public double[] Arrivals => _perSecond;

    public void Apply(ClosedLoop loop)
    {
        var present = GroupSet.Empty;
        for (var group = 0; group < Queue.Length; group++)
        {
            var arrives = _random.NextDouble() < _perSecond[group] / 10;
            if (loop.Table.Group(group).IsPedestrian)
            {
                if (arrives && loop.StateOf(group) != GroupState.Walk)
                {
                    loop.Press(group);
                }
            }
            else
            {
                Queue[group] += arrives ? 1 : 0;
                Discharge(loop, group);
                present = Queue[group] >= 1 ? present.With(group) : present;
            }

            Delay += Queue[group] / 10;
        }

        loop.Present = present;
        NoteWaits(loop);
        Estimate(loop);
    }

    private void Discharge(ClosedLoop loop, int group)
    {
        _headway[group] = loop.Go.Contains(group) && Queue[group] >= 1 ? _headway[group] + 0.1 : 0;
        if (_headway[group] >= 2.0)
        {
            Queue[group]--;
            Departed++;
            _headway[group] = 0;
        }
    }

    private void NoteWaits(ClosedLoop loop)
    {
        for (var group = 0; group < Queue.Length; group++)
        {
            var waits = (loop.Present | loop.ButtonCalls).Contains(group) && !loop.Go.Contains(group);
            _waitingSince[group] = waits ? _waitingSince[group] ?? loop.Now : null;
            if (_waitingSince[group] is { } since)
            {
                LongestWait[group] = Duration.Max(LongestWait[group], loop.Now - since);
            }
        }
    }

    private void Estimate(ClosedLoop loop)
    {
        foreach (var lane in loop.Intersection.LaneGroups)
        {
            double queue = 0, arrivals = 0;
            foreach (var group in lane.ServedBy)
            {
                queue += Queue[group];
                arrivals += _perSecond[group];
            }

            loop.LaneGroups[lane.Index] = new LaneGroupEstimate(
                queue, arrivals, 0, float.NaN, float.NaN, 0, 0.5 * lane.ServedBy.Count, queue >= 1, EstimateSource.Measured, 1);
            for (var number = 1; number <= lane.Lanes; number++)
            {
                // One departure each two seconds of green, the first after two seconds, whatever the number of lanes.
                loop.Picture.Behaviour[loop.Picture.LaneOf(lane.Index, number)] =
                    new LaneBehaviour(2f * lane.Lanes / lane.ServedBy.Count, 2, 0, (float)arrivals / lane.Lanes, 8);
            }
        }
    }
}
