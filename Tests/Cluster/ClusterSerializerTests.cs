using Akka.Actor;
using Signals.Actors.Messages;
using Signals.Actors.Messages.Serialization;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

/// <summary>The wire format between nodes. The golden bytes are what nodes of a released version send and expect: they change never, new ones are added.</summary>
[Category("Unit")]
public sealed class ClusterSerializerTests : ActorTest
{
    private static readonly ClusterMessage.Forecast Forecast = new(
        "main-2nd", new NeighbourOutflow("main-1st", "W", new Instant(1_700_000_000_000), [1.5f, 0, 2], -1));

    private static readonly ClusterMessage.Report Report = new(
        "edge-1", [new OwnedIntersection("main-1st", 7, true, CabinetMode.Remote, ControlLevel.Adaptive, LadderCause.None, 2500, true, false)], "ab");

    private readonly ClusterSerializer _serializer;

    public ClusterSerializerTests() => _serializer = new ClusterSerializer((ExtendedActorSystem)Sys);

    private static IEnumerable<TestCaseData> Golden()
    {
        yield return new(new ClusterMessage.Announce("main-1st"), "announce/1", "0A086D61696E2D317374");
        yield return new(
            Forecast, "forecast/1", "0A086D61696E2D326E6412086D61696E2D3173741A0157210068E5CF8B0100002A0C0000C03F00000000000000403500 0080BF".Replace(" ", "", StringComparison.Ordinal));
        yield return new(
            Forecast with { SentUnixUs = 1_700_000_000_123_456 }, "forecast/2", "0A086D61696E2D326E6412086D61696E2D3173741A0157210068E5CF8B0100002A0596010 0C801350000 80BF3940222018240A0600".Replace(" ", "", StringComparison.Ordinal));
        yield return new(Report, "report/1", "0A06656467652D3112170A086D61696E2D3173741007180120032803 38C4134001".Replace(" ", "", StringComparison.Ordinal) + "1A026162");
        yield return new(new ClusterMessage.Vacated("edge-1", "main-1st"), "vacated/1", "0A06656467652D3112086D61696E2D317374");
        yield return new(
            new ClusterMessage.Homes([new HomePreference("main-1st", "edge-2", 3)]), "homes/1", "0A140A086D61696E2D3173741206656467652D321803");
    }

    [TestCaseSource(nameof(Golden))]
    public void Message_has_the_golden_bytes_of_its_version_and_is_read_from_them(ClusterMessage message, string manifest, string golden)
    {
        WireVersion.Of(Sys).Agree([manifest.EndsWith("/2", StringComparison.Ordinal) ? 2 : 1]);

        Assert.That(_serializer.Manifest(message), Is.EqualTo(manifest));
        Assert.That(Convert.ToHexString(_serializer.ToBinary(message)), Is.EqualTo(golden));

        var read = _serializer.FromBinary(Convert.FromHexString(golden), manifest);

        Assert.That(Convert.ToHexString(_serializer.ToBinary(read)), Is.EqualTo(golden));
        Assert.That(read, Is.InstanceOf(message.GetType()));
    }

    [Test]
    public void Field_of_a_newer_version_is_passed_over()
    {
        // Field 15, a text, as a later version may append it.
        byte[] newer = [.. _serializer.ToBinary(Forecast), 0x7A, 0x03, (byte)'n', (byte)'e', (byte)'w'];

        var read = (ClusterMessage.Forecast)_serializer.FromBinary(newer, ClusterSerializer.ForecastV2);

        Assert.That(read.Outflow.VehiclesPerBin, Is.EqualTo(Forecast.Outflow.VehiclesPerBin));
        Assert.That(read.Outflow.Start, Is.EqualTo(Forecast.Outflow.Start));
    }

    [Test]
    public void Field_that_an_older_version_does_not_send_has_its_default()
    {
        var read = (ClusterMessage.Report)_serializer.FromBinary(Convert.FromHexString("0A06656467652D31120A0A086D61696E2D317374"), ClusterSerializer.ReportV1);

        Assert.That(read.Owned.Single(), Is.EqualTo(new OwnedIntersection("main-1st", 0, false, 0, 0, 0, 0, false, false)));
        Assert.That(read.RosterHash, Is.Empty);
    }

    [Test]
    public void Message_of_a_newer_version_is_as_if_it_had_not_been_sent()
    {
        var read = _serializer.FromBinary([1, 2, 3], "forecast/3");

        Assert.That(read, Is.EqualTo(new ClusterMessage.Unknown("forecast/3")));
        Assert.That(WireVersion.Of(Sys).Unread, Is.EqualTo(1));
    }

    [Test]
    public void Node_of_the_previous_version_writes_what_it_knows_and_passes_over_the_rest()
    {
        using var older = ActorSystem.Create("older", $"{WireVersion.Key} = 1");
        var serializer = new ClusterSerializer((ExtendedActorSystem)older);

        Assert.That(serializer.Manifest(Forecast), Is.EqualTo("forecast/1"));
        Assert.That(serializer.FromBinary(_serializer.ToBinary(Forecast), "forecast/2"), Is.EqualTo(new ClusterMessage.Unknown("forecast/2")));
    }

    [Test]
    public void Newest_version_is_written_once_the_last_member_knows_it()
    {
        var version = WireVersion.Of(Sys);

        version.Agree([2, 1, 2]);
        Assert.That(_serializer.Manifest(Forecast), Is.EqualTo("forecast/1"));
        Assert.That(((ClusterMessage.Forecast)_serializer.FromBinary(_serializer.ToBinary(Forecast), "forecast/1")).IntersectionId, Is.EqualTo("main-2nd"));

        version.Agree([2, 2]);
        Assert.That(_serializer.Manifest(Forecast), Is.EqualTo("forecast/2"));

        version.Agree([3, 3]);
        Assert.That(_serializer.Manifest(Forecast), Is.EqualTo("forecast/2"), "a newer program reads what we write");
    }

    [Test]
    public void Actor_system_uses_this_serializer_for_every_message_between_nodes()
    {
        using var system = ActorSystem.Create(
            "bound", Akka.Configuration.ConfigurationFactory.ParseString(ClusterSerializer.Hocon + "\n" + Signals.Actors.Supervision.ControlDispatcher.Hocon));

        Assert.That(system.Serialization.FindSerializerFor(Forecast), Is.InstanceOf<ClusterSerializer>());
        Assert.That(() => system.Serialization.FindSerializerFor(new CorridorCommand.Shutdown()), Throws.Exception, "nothing else crosses between nodes");
    }

    [Test]
    public void Largest_forecast_stays_within_two_hundred_bytes()
    {
        var largest = Forecast with { Outflow = Forecast.Outflow with { VehiclesPerBin = [.. Enumerable.Repeat(12.34f, NeighbourOutflow.MaximumBins)] } };

        Assert.That(_serializer.ToBinary(largest), Has.Length.LessThanOrEqualTo(110));
        WireVersion.Of(Sys).Agree([1]);
        Assert.That(_serializer.ToBinary(largest), Has.Length.LessThanOrEqualTo(200));
    }

    [Test]
    public void Forecast_with_too_many_or_impossible_bins_is_bounded()
    {
        var wrong = Forecast with { Outflow = Forecast.Outflow with { VehiclesPerBin = [.. Enumerable.Repeat(float.NaN, 500)] } };

        foreach (var version in new[] { 1, 2 })
        {
            WireVersion.Of(Sys).Agree([version]);
            var read = (ClusterMessage.Forecast)_serializer.FromBinary(_serializer.ToBinary(wrong), _serializer.Manifest(wrong));

            Assert.That(read.Outflow.VehiclesPerBin, Has.Length.EqualTo(NeighbourOutflow.MaximumBins).And.All.Zero);
        }
    }
}
