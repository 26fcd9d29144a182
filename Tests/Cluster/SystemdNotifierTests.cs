using System.Net.Sockets;
using System.Text;
using Signals.Controller.Service;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SystemdNotifierTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };

    public SystemdNotifierTests() => _systemd.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Watchdog_is_fed_only_while_the_service_lives()
    {
        using var notifier = new SystemdNotifier(_folder.File("notify"), "20000");
        using var stop = new CancellationTokenSource();
        notifier.Ready();
        Assert.That(Receive(), Is.EqualTo("READY=1"));

        var feeding = notifier.FeedAsync(() => true, TimeProvider.System, stop.Token);
        Assert.That(Receive(), Is.EqualTo("WATCHDOG=1"));
        Assert.That(Receive(), Is.EqualTo("WATCHDOG=1"));
        await stop.CancelAsync();
        await feeding;
        notifier.Stopping();
        Assert.That(Eventual("STOPPING=1"), Is.True);

        using var ended = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await notifier.FeedAsync(() => false, TimeProvider.System, ended.Token);
        Assert.That(_systemd.Available, Is.Zero, "a clock that stands still is not alive");
    }

    [Test]
    public void Without_systemd_nothing_is_sent()
    {
        using var notifier = new SystemdNotifier(null, null);

        notifier.Ready();

        Assert.That(notifier.Period, Is.Null);
        Assert.That(_systemd.Available, Is.Zero);
    }

    private bool Eventual(string wanted)
    {
        string got;
        do
        {
            got = Receive();
        }
        while (got == "WATCHDOG=1");

        return got == wanted;
    }

    private string Receive()
    {
        var buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
