using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.VirtualTime;

/// <summary>Measures how long registered calls wait for their group, whoever controls. A call counts from its first tick to the group's green or walk.</summary>
public sealed class CallClock(int groupCount)
{
    private readonly Instant[] _since = new Instant[groupCount];
    private GroupSet _waiting;

    /// <summary>Longest wait seen since the last <see cref="Reset"/>, waits that are still open included.</summary>
    public Duration Longest { get; private set; }

    /// <summary>Forgets the longest wait, at the end of a warm-up; calls that wait go on waiting.</summary>
    public void Reset() => Longest = Duration.Zero;

    /// <param name="demand">Calls of this tick.</param>
    /// <param name="go">Groups with right of way.</param>
    /// <param name="now">Deadline of this tick.</param>
    public void Note(in Core.Sensing.Demand demand, GroupSet go, Instant now)
    {
        var waiting = (demand.Calls | demand.PedestrianCalls) - go;
        foreach (var group in waiting)
        {
            if (!_waiting.Contains(group))
            {
                _since[group] = now;
            }

            Longest = Duration.Max(Longest, now - _since[group]);
        }

        _waiting = waiting;
    }
}
