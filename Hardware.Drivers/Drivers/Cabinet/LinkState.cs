namespace Signals.Drivers.Cabinet;

/// <summary>Where the link to a cabinet stands.</summary>
public enum LinkState : byte
{
    /// <summary>Not reached yet, or lost; keeps trying with back-off.</summary>
    Unreachable = 0,

    /// <summary>Reached, but refused: see <see cref="CabinetDriver.Problem"/>. Tried again now and then.</summary>
    Mismatch = 1,

    /// <summary>Polled, nothing commanded: no epoch, or somebody else has the cabinet.</summary>
    Observing = 2,

    /// <summary>Polled, and what is submitted is sent.</summary>
    Controlling = 3,
}
