using Signals.Core.Measures;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Tick;
using Signals.Core.Timing;

namespace Signals.Benchmarks.Latency;

/// <summary>
/// The real tick at its full cost, with the probe's wish, governed, in place of its own: whether real timing would answer a certain datagram at once depends on the
/// traffic, not on the machine.
/// </summary>
internal sealed class ProbeTick(IIntersectionTick real, Intersection intersection, Probe probe) : IIntersectionTick
{
    private readonly Governor _governor = new(SafetyTable.Compile(intersection), intersection.Control);

    public IReadOnlyList<HiResEvent> Events => real.Events;

    public ReadOnlySpan<LaneGroupEstimate> LaneGroups => real.LaneGroups;

    public TickResult Tick(in TickInput input)
    {
        var result = real.Tick(input);
        foreach (ref readonly var reading in input.Readings)
        {
            if (reading.Detector == probe.Detector?.Index && reading.Kind == ReadingKind.Event)
            {
                probe.Consumed(input.Deadline);
            }
        }

        if (result.Level == ControlLevel.Observe)
        {
            return result;
        }

        var intent = new ControlIntent(probe.Wish);
        var verdict = _governor.Govern(intent, input.Status, input.Deadline);
        return result with { Command = verdict.Command, Refusal = verdict.Refusal, Intent = intent };
    }

    public bool TryOutflow(in TickInput input, List<NeighbourOutflow> into) => real.TryOutflow(input, into);

    public string Explain() => real.Explain();
}
