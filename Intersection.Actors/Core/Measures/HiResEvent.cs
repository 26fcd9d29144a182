using Signals.Core.Units;

namespace Signals.Core.Measures;

/// <summary>
/// One Indiana high-resolution event. Source: Purdue "Indiana Traffic Signal Hi Resolution Data Logger Enumerations",
/// https://docs.lib.purdue.edu/jtrpdata/4/ .
/// </summary>
/// <param name="At">Time of the event, to 100 ms.</param>
/// <param name="Device">Device number of the intersection.</param>
/// <param name="Code">Enumeration, see <see cref="EventCode"/>; project-private codes lie in 20000–20999.</param>
/// <param name="Parameter">Phase, overlap, channel, plan … as the code says.</param>
public readonly record struct HiResEvent(Instant At, int Device, EventCode Code, int Parameter);
