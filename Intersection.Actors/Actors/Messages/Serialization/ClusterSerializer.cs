using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;

namespace Signals.Actors.Messages.Serialization;

/// <summary>
/// The one serializer of what nodes tell each other. A manifest names message and version; one that this version does not know becomes
/// <see cref="ClusterMessage.Unknown"/>, so that nodes of two versions live side by side during an upgrade. What is written follows <see cref="WireVersion"/>.
/// </summary>
public sealed class ClusterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Part of the wire format: never changes.</summary>
    public const int WireIdentifier = 8117;

    public const string AnnounceV1 = "announce/1";
    public const string ForecastV1 = "forecast/1";
    public const string ForecastV2 = "forecast/2";
    public const string ReportV1 = "report/1";
    public const string VacatedV1 = "vacated/1";
    public const string HomesV1 = "homes/1";

    /// <summary>Binds every <see cref="ClusterMessage"/> to this serializer.</summary>
    public const string Hocon =
        """
        akka.actor {
          serializers.signals-cluster = "Signals.Actors.Messages.Serialization.ClusterSerializer, Signals.Actors"
          serialization-bindings { "Signals.Actors.Messages.ClusterMessage, Signals.Actors" = signals-cluster }
        }
        """;

    private readonly Lazy<WireVersion> _version = new(() => WireVersion.Of(system));

    public override int Identifier => WireIdentifier;

    public override string Manifest(object o) => o switch
    {
        ClusterMessage.Announce => AnnounceV1,
        ClusterMessage.Forecast => _version.Value.Writes >= 2 ? ForecastV2 : ForecastV1,
        ClusterMessage.Report => ReportV1,
        ClusterMessage.Vacated => VacatedV1,
        ClusterMessage.Homes => HomesV1,
        _ => throw new ArgumentException($"{o.GetType()} has no wire form; add it to cluster.proto and to {nameof(ClusterSerializer)}", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        ClusterMessage.Announce announce => new Wire.Announce { Intersection = announce.IntersectionId }.ToByteArray(),
        ClusterMessage.Forecast forecast => _version.Value.Writes >= 2 ? ForecastWire.Version2(forecast) : ForecastWire.Version1(forecast),
        ClusterMessage.Report report => ToWire(report).ToByteArray(),
        ClusterMessage.Vacated vacated => new Wire.Vacated { Node = vacated.Node, Intersection = vacated.IntersectionId }.ToByteArray(),
        ClusterMessage.Homes homes => ToWire(homes).ToByteArray(),
        _ => throw new ArgumentException($"{obj.GetType()} has no wire form; add it to cluster.proto and to {nameof(ClusterSerializer)}", nameof(obj)),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        AnnounceV1 => new ClusterMessage.Announce(Wire.Announce.Parser.ParseFrom(bytes).Intersection),
        ForecastV1 => ForecastWire.Read1(bytes),
        ForecastV2 when _version.Value.Knows >= 2 => ForecastWire.Read2(bytes),
        ReportV1 => FromWire(Wire.Report.Parser.ParseFrom(bytes)),
        VacatedV1 => FromWire(Wire.Vacated.Parser.ParseFrom(bytes)),
        HomesV1 => FromWire(Wire.Homes.Parser.ParseFrom(bytes)),
        _ => NotKnown(manifest),
    };

    private ClusterMessage.Unknown NotKnown(string manifest)
    {
        _version.Value.CountUnread();
        return new ClusterMessage.Unknown(manifest);
    }

    private static Wire.Report ToWire(ClusterMessage.Report report)
    {
        var wire = new Wire.Report { Node = report.Node, RosterHash = report.RosterHash };
        foreach (var owned in report.Owned)
        {
            wire.Owned.Add(new Wire.Owned
            {
                Intersection = owned.Id,
                Epoch = owned.Epoch,
                Ours = owned.IsOurs,
                Mode = (uint)owned.Mode,
                Level = (uint)owned.Level,
                Cause = (uint)owned.Cause,
                LeaseRemainingMs = (uint)Math.Max(0, owned.LeaseRemainingMs),
                Commanding = owned.Commanding,
                Shadow = owned.Shadow,
            });
        }

        return wire;
    }

    private static ClusterMessage.Report FromWire(Wire.Report wire) => new(
        wire.Node,
        [
            .. wire.Owned.Select(owned => new OwnedIntersection(
                owned.Intersection, owned.Epoch, owned.Ours, (CabinetMode)owned.Mode, (ControlLevel)owned.Level, (LadderCause)owned.Cause,
                (int)Math.Min(owned.LeaseRemainingMs, int.MaxValue), owned.Commanding, owned.Shadow)),
        ],
        wire.RosterHash);

    private static ClusterMessage.Vacated FromWire(Wire.Vacated wire) => new(wire.Node, wire.Intersection);

    private static Wire.Homes ToWire(ClusterMessage.Homes homes)
    {
        var wire = new Wire.Homes();
        foreach (var home in homes.Preferences)
        {
            wire.Home.Add(new Wire.Home { Intersection = home.IntersectionId, Node = home.Node, Version = (ulong)home.Version });
        }

        return wire;
    }

    private static ClusterMessage.Homes FromWire(Wire.Homes wire) =>
        new([.. wire.Home.Select(home => new HomePreference(home.Intersection, home.Node, (long)Math.Min(home.Version, long.MaxValue)))]);
}
