using System.Net.Sockets;
using Signals.Controller.Service;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Service;

[Category("Integration")]
public sealed class ControlClientTests
{
    [Test]
    public async Task Controller_that_accepts_and_never_answers_is_as_good_as_none()
    {
        using var folder = new TemporaryDirectory();
        using var deaf = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.Bind(new UnixDomainSocketEndPoint(folder.File("deaf.sock")));
        deaf.Listen();
        using var client = new ControlClient(folder.File("deaf.sock"), TimeSpan.FromMilliseconds(100));

        var refused = await Assert.ThrowsAsync<IOException>(() => client.StatusAsync(CancellationToken.None));
        var ready = await client.IsReadyAsync(CancellationToken.None);

        Assert.That(refused!.Message, Does.Contain("no controller answers").And.Contain("deaf.sock"));
        Assert.That(ready, Is.False);
    }
}
