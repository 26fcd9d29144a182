using Signals.Core.Measures;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>How often and how long a phase was served in a stretch of time.</summary>
/// <param name="Device">Signal.</param>
/// <param name="Phase">NEMA phase.</param>
/// <param name="Greens">Times that green began.</param>
/// <param name="Green">Total green within the stretch.</param>
/// <param name="Walks">Times that walk began.</param>
/// <param name="LongestRed">Longest time without green.</param>
public sealed record PhaseService(int Device, int Phase, int Greens, Duration Green, int Walks, Duration LongestRed)
{
    /// <summary>Green as a share of the stretch, 0–1.</summary>
    public double Share(Duration stretch) => (double)Green.Milliseconds / stretch.Milliseconds;

    /// <summary>Measures every phase of a device from its events; the same yardstick for the recorded controller and for ours.</summary>
    /// <param name="events">Events of all devices, in time order.</param>
    public static IReadOnlyList<PhaseService> Measure(IEnumerable<LoggedEvent> events, int device, Instant from, Instant to)
    {
        var meters = new SortedDictionary<int, Meter>();
        foreach (var happened in events.Where(happened => happened.Device == device && happened.At <= to))
        {
            if (happened.Code is EventCode.BeginGreen or EventCode.GreenTermination or EventCode.BeginWalk)
            {
                if (!meters.TryGetValue(happened.Parameter, out var meter))
                {
                    meters[happened.Parameter] = meter = new Meter(from);
                }

                meter.Note(happened, from);
            }
        }

        return [.. meters.Select(pair => pair.Value.Close(device, pair.Key, to))];
    }

    private sealed class Meter(Instant from)
    {
        private Instant? _greenSince;
        private Instant _redSince = from;
        private Duration _green;
        private Duration _longestRed;
        private int _greens;
        private int _walks;

        public void Note(LoggedEvent happened, Instant start)
        {
            var at = happened.At < start ? start : happened.At;
            switch (happened.Code)
            {
                case EventCode.BeginWalk:
                    _walks += happened.At >= start ? 1 : 0;
                    break;
                case EventCode.BeginGreen:
                    _greens += happened.At >= start ? 1 : 0;
                    _longestRed = Duration.Max(_longestRed, at - _redSince);
                    _greenSince = at;
                    break;
                default:
                    // A record may begin in a green; later, an end without a beginning (events lost, or an end logged twice) tells no green.
                    _green += _greenSince is { } since ? at - since : _greens == 0 && _green == Duration.Zero ? at - start : Duration.Zero;
                    _greenSince = null;
                    _redSince = at;
                    break;
            }
        }

        public PhaseService Close(int device, int phase, Instant to)
        {
            var green = _green + (_greenSince is { } since ? to - since : Duration.Zero);
            var red = _greenSince is null ? Duration.Max(_longestRed, to - _redSince) : _longestRed;
            return new PhaseService(device, phase, _greens, green, _walks, red);
        }
    }
}
