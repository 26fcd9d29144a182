using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Signals.Controller.Service;

/// <summary>
/// Tells systemd that the service is ready, stopping, and alive (sd_notify(3)). The watchdog is fed only while ticks are told: a controller that stands still
/// is started anew, and its cabinets run their own plans meanwhile. Without <c>NOTIFY_SOCKET</c> it does nothing.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _to;

    /// <param name="address">Value of <c>NOTIFY_SOCKET</c>: a path, or '@' and an abstract name; null for none.</param>
    /// <param name="watchdogMicroseconds">Value of <c>WATCHDOG_USEC</c>; null for no watchdog.</param>
    public SystemdNotifier(string? address, string? watchdogMicroseconds)
    {
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        _to = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        Period = long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds / 2.0)
            : null;
    }

    /// <summary>How often the watchdog is fed: half of its patience; null without one.</summary>
    public TimeSpan? Period { get; }

    public static SystemdNotifier FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    public void Ready() => Send("READY=1");

    public void Stopping() => Send("STOPPING=1");

    /// <summary>Feeds the watchdog while <paramref name="isLive"/> says so, until cancelled.</summary>
    public async Task FeedAsync(Func<bool> isLive, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Period is not { } period)
        {
            return;
        }

        using var beat = new PeriodicTimer(period, time);
        try
        {
            do
            {
                if (isLive())
                {
                    Send("WATCHDOG=1");
                }
            }
            while (await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(state), _to!);
        }
        catch (SocketException)
        {
            // systemd does not listen: what it then does is its own decision.
        }
    }
}
