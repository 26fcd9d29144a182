using System.Diagnostics;
using Signals.Actors.Clock;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Benchmarks.Latency;

/// <summary>
/// One intersection's measurement: a marked datagram toggles what is asked of the cabinet; the time until the cabinet has acknowledged the command decided with it is
/// recorded, whole and from the tick's deadline on. At most one datagram is under way.
/// </summary>
internal sealed class Probe
{
    private readonly Intersection _intersection;
    private readonly GroupSet _extra;
    private long _sentAt;
    private long _consumedSentAt;
    private long _decidedFor;
    private volatile bool _rejected;

    public Probe(Intersection intersection)
    {
        _intersection = intersection;
        var table = SafetyTable.Compile(intersection);
        var extra = intersection.Groups.Where(g => g.IsPedestrian && table.IsCompatible(intersection.StartUp.With(g.Index))).Select(g => g.Index).DefaultIfEmpty(-1).First();
        _extra = extra < 0 ? GroupSet.Empty : GroupSet.Of(extra);
        Detector = intersection.Detectors.FirstOrDefault(d => d.Sensor.Length > 0);
    }

    /// <summary>Detector whose messages are the marked ones, null when the intersection has no sensor.</summary>
    public Detector? Detector { get; }

    public bool IsUsable => Detector is not null && !_extra.IsEmpty;

    public bool IsIdle => Volatile.Read(ref _sentAt) == 0 && Volatile.Read(ref _decidedFor) == 0;

    /// <summary>Datagram sent to command acknowledged.</summary>
    public LatenessHistogram Total { get; } = new();

    /// <summary>Deadline of the deciding tick to command acknowledged: what remains when the wait for the grid is taken off.</summary>
    public LatenessHistogram AfterDeadline { get; } = new();

    /// <summary>The same, of commands that the cabinet took at the first try.</summary>
    public LatenessHistogram FirstTry { get; } = new();

    /// <summary>Whether the extra group is wished now.</summary>
    public bool IsOn { get; private set; }

    public GroupSet Wish => IsOn ? _intersection.StartUp | _extra : _intersection.StartUp;

    /// <summary>The sender's mark, taken just before the datagram leaves.</summary>
    public void Sending() => Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());

    /// <summary>The tick found the marked reading: what it decides now is the answer.</summary>
    public void Consumed(Instant deadline)
    {
        var sent = Interlocked.Exchange(ref _sentAt, 0);
        if (sent == 0)
        {
            return;
        }

        IsOn = !IsOn;
        _rejected = false;
        _consumedSentAt = sent;
        Volatile.Write(ref _decidedFor, deadline.UnixMilliseconds);
    }

    /// <summary>The cabinet refused the answer, e.g. because a group had started since its last status; the next tick tries again.</summary>
    public void Rejected() => _rejected = true;

    /// <summary>The cabinet acknowledged a command.</summary>
    public void Acknowledged(Instant decidedFor, TimeProvider controlTime)
    {
        if (Volatile.Read(ref _decidedFor) is var waiting && (waiting == 0 || decidedFor.UnixMilliseconds < waiting))
        {
            return;
        }

        Total.Record(Stopwatch.GetElapsedTime(_consumedSentAt));
        var afterDeadline = controlTime.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(waiting);
        AfterDeadline.Record(afterDeadline);
        if (!_rejected)
        {
            FirstTry.Record(afterDeadline);
        }

        Volatile.Write(ref _decidedFor, 0);
    }
}
