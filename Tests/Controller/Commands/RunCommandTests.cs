using System.Net;
using System.Net.Sockets;
using Signals.Controller.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Commands;

[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Test]
    public async Task Wrong_corridor_file_starts_nothing_and_says_where_to_look()
    {
        var good = await File.ReadAllTextAsync(TestCorridors.PathOf("main-street.yaml"));
        await File.WriteAllTextAsync(_folder.File("bad.yaml"), good.Replace("unit: 1, profile", "unit: 999, profile", StringComparison.Ordinal));

        var code = await RunAsync("run", _folder.File("bad.yaml"), "--data", _folder.File("data"), "--duration", "1s");

        Assert.That(code, Is.EqualTo(3));
        Assert.That(_error.ToString(), Does.Contain("unit").And.Contain("controller check").And.Contain("nothing was started"));
        Assert.That(Directory.Exists(_folder.File("data")), Is.False);
    }

    [Test]
    public async Task Missing_file_is_told_apart_from_a_wrong_command_line()
    {
        Assert.That(await RunAsync("run", _folder.File("none.yaml")), Is.EqualTo(3));
        Assert.That(await RunAsync("run", _folder.File("none.yaml"), "--udp", "elephant"), Is.EqualTo(2));
        Assert.That(_error.ToString(), Does.Contain("'elephant' is not [ADDRESS:]PORT"));
    }

    [Test]
    public async Task Port_in_use_starts_nothing()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var code = await RunAsync("run", TestCorridors.PathOf("main-street.yaml"), "--udp", taken.LocalEndPoint!.ToString()!, "--duration", "1s");

        Assert.That(code, Is.EqualTo(3));
        Assert.That(_error.ToString(), Does.Contain("choose a free port"));
    }

    [Test]
    public async Task Run_without_any_cabinet_ends_after_its_duration_and_reports_every_intersection_as_unlinked()
    {
        var file = _folder.File("corridor.yaml");
        var text = await File.ReadAllTextAsync(TestCorridors.PathOf("main-street.yaml"));
        await File.WriteAllTextAsync(file, text.Replace("port: 1502", "port: 1", StringComparison.Ordinal));

        var code = await RunAsync("run", file, "--duration", "1500ms", "--data", _folder.File("data"), "--json", _folder.File("report.json"));

        var report = await File.ReadAllTextAsync(_folder.File("report.json"));
        Assert.That(code, Is.Zero, _error.ToString());
        Assert.That(report.Split("\"cause\": \"CabinetSilent\"").Length - 1, Is.EqualTo(TestCorridors.MainStreet().Intersections.Length));
        Assert.That(await RunAsync("events", Path.Combine(_folder.File("data"), "events.db"), "--all"), Is.Zero);
        Assert.That(_output.ToString(), Does.Contain("TimeStamp,DeviceId,EventId,Parameter\n").And.Contain(",20000,"), "the ladder's first step is an event");
    }

    [Test]
    public async Task Help_names_every_option_and_exit_code()
    {
        Assert.That(await RunAsync("run", "--help"), Is.Zero);
        Assert.That(
            new[] { "--duration", "--mqtt", "--udp", "--data", "--shadow", "--json", "Exit codes" }.Where(o => !_output.ToString().Contains(o, StringComparison.Ordinal)), Is.Empty);
    }

    private Task<int> RunAsync(params string[] args) => ControllerCommandLine.RunAsync(args, _output, _error, CancellationToken.None);
}
