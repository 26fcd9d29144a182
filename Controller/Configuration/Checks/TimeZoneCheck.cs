using Signals.Controller.Configuration.Yaml;

namespace Signals.Controller.Configuration.Checks;

/// <summary>Plans by time of day need a zone that this machine knows.</summary>
internal static class TimeZoneCheck
{
    public static void Check(SectionReader corridor, string zone)
    {
        if (!corridor.Has("time-zone") || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            return;
        }

        corridor.Scope.Error(
            corridor.At("time-zone"),
            $"time-zone \"{zone}\" is not known here; write an IANA name, for example Europe/Berlin, and have the tzdata package installed", "time-zone");
    }
}
