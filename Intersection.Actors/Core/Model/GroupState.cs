namespace Signals.Core.Model;

/// <summary>What one signal group shows. The numeric values are the register map's and are persisted: never renumber.</summary>
public enum GroupState : byte
{
    Dark = 0,
    Red = 1,
    RedAmber = 2,
    Green = 3,
    Yellow = 4,
    FlashingYellow = 5,
    FlashingRed = 6,
    Walk = 7,
    PedestrianClearance = 8,
    DontWalk = 9,
    FlashingYellowArrow = 10,
    Fault = 255,
}

/// <summary>Questions that every layer asks of a <see cref="GroupState"/>.</summary>
public static class GroupStates
{
    /// <summary>Right of way: green or walk.</summary>
    public static bool IsGo(this GroupState state) => state is GroupState.Green or GroupState.Walk;

    /// <summary>Leaving right of way: yellow or flashing don't walk.</summary>
    public static bool IsClearing(this GroupState state) => state is GroupState.Yellow or GroupState.PedestrianClearance;

    /// <summary>Held: red or steady don't walk.</summary>
    public static bool IsStop(this GroupState state) => state is GroupState.Red or GroupState.DontWalk;
}
