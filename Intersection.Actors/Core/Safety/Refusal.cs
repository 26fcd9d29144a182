namespace Signals.Core.Safety;

/// <summary>Why the governor sent nothing.</summary>
public enum Refusal : byte
{
    None = 0,

    /// <summary>No fresh status from the cabinet: nothing may be commanded blind.</summary>
    NoStatus = 1,

    /// <summary>Manual, police, flash, pre-emption, start-up, or a monitor trip: the cabinet is not ours now.</summary>
    NotInControl = 2,

    /// <summary>The cabinet runs another safety configuration.</summary>
    ConfigMismatch = 3,

    /// <summary>The intent asks for conflicting right of way.</summary>
    Conflict = 4,

    /// <summary>The intent names a group or stage that does not exist.</summary>
    UnknownGroup = 5,

    /// <summary>An empty intent that does not say all red.</summary>
    Empty = 6,

    /// <summary>Time went backwards or jumped: the owner must re-validate first.</summary>
    ClockFault = 7,
}
