using System.Net;
using System.Net.Sockets;
using Signals.Core.Measures;
using Signals.Core.Units;
using Signals.Drivers.Feeds;

namespace Signals.Sim.Replay;

/// <summary>
/// Sends the detector events of a log as sensor datagrams when their time comes, exactly as a field unit would. Vehicle channels 81/82 and pedestrian buttons
/// 89/90; everything else in the log is what the recorded controller did and is not sent.
/// </summary>
public sealed class ReplayPlayer(IReadOnlyList<LoggedEvent> log, TimeProvider time, IPEndPoint target)
{
    /// <summary>How far in replay time the player looks ahead between two looks at the clock.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<int, SensorMessageWriter> _writers = [];

    /// <summary>Messages sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Time of the last event that was sent.</summary>
    public Instant Position { get; private set; }

    /// <summary>Plays to the end of the log or until cancelled.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        foreach (var happened in log.Where(IsDetector))
        {
            while (Now() < happened.At)
            {
                await Task.Delay(Step, time, cancellationToken).ConfigureAwait(false);
            }

            await socket.SendAsync(Message(happened), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            Sent++;
            Position = happened.At;
        }
    }

    private Instant Now() => new(time.GetUtcNow().ToUnixTimeMilliseconds());

    private ReadOnlyMemory<byte> Message(LoggedEvent happened)
    {
        if (!_writers.TryGetValue(happened.Device, out var writer))
        {
            _writers[happened.Device] = writer = new SensorMessageWriter(
                ReplayCorridor.IntersectionId(happened.Device), ReplayCorridor.SensorOf(happened.Device));
        }

        var isPedestrian = happened.Code is EventCode.PedestrianDetectorOn or EventCode.PedestrianDetectorOff;
        return writer.Event(
            isPedestrian ? ReplayCorridor.PedestrianLaneBase + happened.Parameter : happened.Parameter, happened.At,
            on: happened.Code is EventCode.DetectorOn or EventCode.PedestrianDetectorOn);
    }

    private static bool IsDetector(LoggedEvent happened) =>
        happened.Code is EventCode.DetectorOn or EventCode.DetectorOff or EventCode.PedestrianDetectorOn or EventCode.PedestrianDetectorOff;
}
