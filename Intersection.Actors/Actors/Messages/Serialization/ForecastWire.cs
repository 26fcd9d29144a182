using System.Collections.Immutable;
using Google.Protobuf;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Actors.Messages.Serialization;

/// <summary>Forecasts on the wire, in both versions. Bins beyond the agreed number are cut off: a peer cannot make a decision dearer than it may be.</summary>
internal static class ForecastWire
{
    /// <summary>Version 2 carries hundredths of a vehicle.</summary>
    private const float Hundredths = 100;

    /// <summary>More than a bin of 5 s can hold on any road; what lies beyond is cut off.</summary>
    private const float MostPerBin = 10_000;

    public static byte[] Version1(ClusterMessage.Forecast forecast)
    {
        var outflow = forecast.Outflow;
        var wire = new Wire.Forecast
        {
            To = forecast.IntersectionId,
            From = outflow.From,
            Approach = outflow.Approach,
            StartUnixMs = outflow.Start.UnixMilliseconds,
            SpaceVehicles = outflow.SpaceVehicles,
        };
        wire.VehiclesPerBin.AddRange(outflow.VehiclesPerBin);
        return wire.ToByteArray();
    }

    public static byte[] Version2(ClusterMessage.Forecast forecast)
    {
        var outflow = forecast.Outflow;
        var wire = new Wire.Forecast2
        {
            To = forecast.IntersectionId,
            From = outflow.From,
            Approach = outflow.Approach,
            StartUnixMs = outflow.Start.UnixMilliseconds,
            SpaceVehicles = outflow.SpaceVehicles,
            SentUnixUs = forecast.SentUnixUs,
        };
        wire.CentivehiclesPerBin.AddRange(outflow.VehiclesPerBin.Select(bin => (uint)MathF.Round(Bounded(bin) * Hundredths)));
        return wire.ToByteArray();
    }

    public static ClusterMessage.Forecast Read1(byte[] bytes)
    {
        var wire = Wire.Forecast.Parser.ParseFrom(bytes);
        ImmutableArray<float> bins = [.. wire.VehiclesPerBin.Take(NeighbourOutflow.MaximumBins).Select(Bounded)];
        return new(wire.To, new NeighbourOutflow(wire.From, wire.Approach, new Instant(wire.StartUnixMs), bins, Space(wire.SpaceVehicles)));
    }

    public static ClusterMessage.Forecast Read2(byte[] bytes)
    {
        var wire = Wire.Forecast2.Parser.ParseFrom(bytes);
        ImmutableArray<float> bins = [.. wire.CentivehiclesPerBin.Take(NeighbourOutflow.MaximumBins).Select(bin => Bounded(bin / Hundredths))];
        return new(
            wire.To, new NeighbourOutflow(wire.From, wire.Approach, new Instant(wire.StartUnixMs), bins, Space(wire.SpaceVehicles)), wire.SentUnixUs);
    }

    private static float Bounded(float bin) => float.IsFinite(bin) ? Math.Clamp(bin, 0, MostPerBin) : 0;

    private static float Space(float vehicles) => float.IsFinite(vehicles) ? vehicles : -1;
}
