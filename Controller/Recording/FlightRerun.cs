using Signals.Core.Tick;
using Signals.Core.Tick.Recording;

namespace Signals.Controller.Recording;

/// <summary>
/// Feeds a flight log to a fresh tick and compares what comes out with what was recorded. From a Begin on the comparison is exact; after a gap,
/// or in a log whose beginning was rotated away, the tick's earlier state is not known, and the ticks are run but not judged.
/// </summary>
public static class FlightRerun
{
    /// <param name="frames">Frames in order.</param>
    /// <param name="newTick">Makes the tick that the controller ran.</param>
    /// <param name="explain">Tick to explain, or null.</param>
    public static RerunResult Run(IEnumerable<FlightFrame> frames, Func<IIntersectionTick> newTick, long? explain)
    {
        var tick = newTick();
        var judging = false;
        var result = new RerunResult();
        foreach (var frame in frames)
        {
            switch (frame.Kind)
            {
                case FlightFrameKind.Begin:
                    tick = newTick();
                    judging = true;
                    result.Begins++;
                    break;
                case FlightFrameKind.Gap:
                    judging = false;
                    result.Gaps++;
                    break;
                case FlightFrameKind.Tick:
                    Compare(tick, frame.Tick!, judging, explain, result);
                    break;
            }
        }

        return result;
    }

    private static void Compare(IIntersectionTick tick, TickRecord record, bool judging, long? explain, RerunResult result)
    {
        var rerun = ResultDigest.Of(tick.Tick(record.AsInput()));
        result.Ticks++;
        result.Judged += judging ? 1 : 0;
        if (judging && rerun != record.Digest)
        {
            result.Differences++;
            result.First ??= new RerunResult.Difference(record.Number, record.Deadline, record.Digest, rerun);
        }

        if (record.Number == explain)
        {
            result.Explained = new RerunResult.Explanation(record, rerun, tick.Explain());
        }
    }
}
