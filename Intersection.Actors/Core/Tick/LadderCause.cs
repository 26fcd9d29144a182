namespace Signals.Core.Tick;

/// <summary>Why an intersection stands lower on the ladder than its file asks; values go into event 20000.</summary>
public enum LadderCause : byte
{
    None = 0,

    /// <summary>An operator's limit.</summary>
    Operator = 1,

    /// <summary>No fresh status from the cabinet.</summary>
    CabinetSilent = 2,

    /// <summary>Manual, police, flash, pre-emption, monitor trip, start-up, or another owner's epoch.</summary>
    NotInControl = 3,

    /// <summary>Cabinet and corridor file disagree on safety.</summary>
    ConfigMismatch = 4,

    /// <summary>Too many lane groups without a usable sensor.</summary>
    Detection = 5,

    /// <summary>Decisions took longer than their budget.</summary>
    DecisionLate = 6,

    /// <summary>A controller failed or asked for something that the governor had to refuse.</summary>
    ControllerFault = 7,

    /// <summary>Ticks were missed for longer than the authority limit.</summary>
    TickGap = 8,
}
