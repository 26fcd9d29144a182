using Signals.Core.Model;

namespace Signals.Core.Safety;

/// <summary>
/// What is asked of the sequencer, as masks (the NTCIP 1202 verbs). Absolute and idempotent: a request stands until the next one replaces it.
/// </summary>
/// <param name="Hold">Groups that keep right of way even if forced off by a lower authority.</param>
/// <param name="ForceOff">Groups that end right of way as soon as their minimum is over.</param>
/// <param name="Omit">Groups that may not start.</param>
/// <param name="Call">Groups that start as soon as every conflicting group is clear.</param>
public readonly record struct GroupRequest(GroupSet Hold, GroupSet ForceOff, GroupSet Omit, GroupSet Call)
{
    /// <summary>Exactly <paramref name="green"/> shall have right of way, among <paramref name="all"/> groups.</summary>
    public static GroupRequest Exactly(GroupSet green, GroupSet all) => new(green, all - green, all - green, green);

    /// <summary>Everything ends and nothing starts.</summary>
    public static GroupRequest AllRed(GroupSet all) => new(GroupSet.Empty, all, all, GroupSet.Empty);

    /// <summary>Nothing ends and nothing starts.</summary>
    public static GroupRequest Stay => default;
}
