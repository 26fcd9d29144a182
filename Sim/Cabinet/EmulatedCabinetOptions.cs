using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet;

/// <summary>Settings of an emulated cabinet that are not in the corridor file. Immutable.</summary>
public sealed record EmulatedCabinetOptions
{
    public static readonly EmulatedCabinetOptions Default = new();

    /// <summary>No start-up: all red at once and straight to the start-up groups. For experiments that need no power-up.</summary>
    public static readonly EmulatedCabinetOptions Warm = new() { StartUpFlash = Duration.Zero, StartUpAllRed = Duration.Zero };

    /// <summary>Flash after power-up. Default 6 s (NEMA: 6–16 s).</summary>
    public Duration StartUpFlash { get; init; } = Duration.FromSeconds(6);

    /// <summary>All red between flash and the start-up groups. Default 6 s.</summary>
    public Duration StartUpAllRed { get; init; } = Duration.FromSeconds(6);

    /// <summary>Green time at least served in a pre-emption's dwell. Default 5 s.</summary>
    public Duration PreemptMinimumDwell { get; init; } = Duration.FromSeconds(5);

    /// <summary>A pre-emption input that stays on longer is taken for a fault and ignored until it is released. Default 180 s.</summary>
    public Duration PreemptMaximumPresence { get; init; } = Duration.FromSeconds(180);

    /// <summary>Groups that each pre-emption input makes green, input 1 first. Empty: derived from the rotation, one interval an input.</summary>
    public ImmutableArray<GroupSet> PreemptGroups { get; init; } = [];

    /// <summary>Local civil time minus UTC, for the plan by time of day. Default zero.</summary>
    public Duration LocalTimeOffset { get; init; } = Duration.Zero;

    /// <summary>
    /// Under remote control a call that waits longer than this many times its group's longest wait is served by the cabinet itself
    /// (NEMA cycle fault). Default 2; 0 switches the guard off.
    /// </summary>
    public int CycleFaultWaits { get; init; } = 2;

    /// <summary>False when the clock is not synchronised; shown in the time-quality register.</summary>
    public bool ClockIsGood { get; init; } = true;

    /// <summary>Firmware number of the identity block. Default 100.</summary>
    public ushort Firmware { get; init; } = 100;
}
