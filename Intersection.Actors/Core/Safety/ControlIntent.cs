using Signals.Core.Model;

namespace Signals.Core.Safety;

/// <summary>Why a controller wants what it wants; goes into the log and, as a code, into hi-res events.</summary>
public enum IntentReason : byte
{
    None = 0,
    Hold = 1,
    GapOut = 2,
    MaxOut = 3,
    ForceOff = 4,
    Coordination = 5,
    Optimised = 6,
    MaxWait = 7,
    Rest = 8,
    StartUp = 9,
    Transition = 10,
    PedestrianCall = 11,
}

/// <summary>
/// What a controller asks for at one tick: the groups that shall have right of way. Absolute, never a difference. It is only a wish; the
/// <see cref="Governor"/> makes a <see cref="SafeCommand"/> of it or refuses it.
/// </summary>
/// <param name="Green">Groups that shall have right of way; must be compatible. Empty only with <paramref name="AllRed"/>.</param>
/// <param name="Stage">Stage number that <paramref name="Green"/> comes from, 0 in ring-barrier control.</param>
/// <param name="Reason">Why it differs from, or keeps, what is shown.</param>
/// <param name="AllRed">True when all red is meant (incident, operator), so that an empty set by mistake is refused.</param>
public readonly record struct ControlIntent(GroupSet Green, int Stage = 0, IntentReason Reason = IntentReason.None, bool AllRed = false);
