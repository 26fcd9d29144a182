using Signals.Core.Ports;
using Signals.Core.Units;

namespace Signals.Core.Tick.Recording;

/// <summary>Arrival forecasts in a record: their number, then for each six floats, source, age in ms and quality.</summary>
internal static class ForecastCodec
{
    /// <summary>Bytes of one forecast.</summary>
    public const int Bytes = 6 * 4 + 1 + 4 + 4;

    public static void Write(ref ByteWriter writer, ReadOnlySpan<ArrivalForecast> forecasts)
    {
        writer.Byte(checked((byte)forecasts.Length));
        foreach (ref readonly var forecast in forecasts)
        {
            writer.Single(forecast.In5s);
            writer.Single(forecast.In15s);
            writer.Single(forecast.In30s);
            writer.Single(forecast.In60s);
            writer.Single(forecast.In5min);
            writer.Single(forecast.In15min);
            writer.Byte((byte)forecast.Source);
            writer.Int32((int)forecast.Age.Milliseconds);
            writer.Single(forecast.Quality);
        }
    }

    public static ArrivalForecast[] Read(ref ByteReader reader)
    {
        var forecasts = new ArrivalForecast[reader.Byte()];
        for (var i = 0; i < forecasts.Length; i++)
        {
            forecasts[i] = new ArrivalForecast(
                reader.Single(), reader.Single(), reader.Single(), reader.Single(), reader.Single(), reader.Single(),
                (ForecastSource)reader.Byte(), new Duration(reader.Int32()), reader.Single());
        }

        return forecasts;
    }
}
