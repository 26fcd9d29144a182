using System.Globalization;
using Signals.Core.Measures;

namespace Signals.Controller.Storage;

/// <summary>
/// CSV as the ATSPM tools read it: <c>TimeStamp,DeviceId,EventId,Parameter</c>, local time with milliseconds. Source: column names of the Python <c>atspm</c> package.
/// </summary>
public static class EventCsv
{
    public const string Header = "TimeStamp,DeviceId,EventId,Parameter";

    /// <summary>Codes from here on are this project's own and unknown to other tools.</summary>
    public const int FirstPrivateCode = 20_000;

    /// <summary>Writes header and events; returns how many events.</summary>
    /// <param name="into">Target.</param>
    /// <param name="events">Events in order.</param>
    /// <param name="zone">Zone of the time stamps.</param>
    /// <param name="includePrivate">Also codes from <see cref="FirstPrivateCode"/>.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    public static async Task<long> WriteAsync(
        TextWriter into, IEnumerable<HiResEvent> events, TimeZoneInfo zone, bool includePrivate, CancellationToken cancellationToken)
    {
        await into.WriteAsync(Header + "\n");
        long count = 0;
        foreach (var happened in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (includePrivate || (int)happened.Code < FirstPrivateCode)
            {
                await into.WriteAsync(LineOf(happened, zone));
                count++;
            }
        }

        return count;
    }

    private static string LineOf(in HiResEvent happened, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(happened.At.UnixMilliseconds), zone);
        return string.Create(
            CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss.fff},{happened.Device},{(int)happened.Code},{happened.Parameter}\n");
    }
}
