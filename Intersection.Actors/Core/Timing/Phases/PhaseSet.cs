using System.Numerics;

namespace Signals.Core.Timing.Phases;

/// <summary>A set of phases (or stages) of one intersection, by index 0–31 in its <see cref="PhaseTable"/>.</summary>
public readonly record struct PhaseSet(uint Bits)
{
    /// <summary>Most phases or stages: the register map numbers stages 1–32.</summary>
    public const int Capacity = 32;

    public static readonly PhaseSet Empty = new(0);

    public static PhaseSet Of(int phase) => new(1U << phase);

    public bool IsEmpty => Bits == 0;

    public bool Contains(int phase) => phase >= 0 && (Bits >> phase & 1) != 0;

    public bool Overlaps(PhaseSet other) => (Bits & other.Bits) != 0;

    public PhaseSet With(int phase) => new(Bits | 1U << phase);

    public PhaseSet Without(int phase) => new(Bits & ~(1U << phase));

    public static PhaseSet operator |(PhaseSet a, PhaseSet b) => new(a.Bits | b.Bits);

    public static PhaseSet operator &(PhaseSet a, PhaseSet b) => new(a.Bits & b.Bits);

    /// <summary>Phases in <paramref name="a"/> that are not in <paramref name="b"/>.</summary>
    public static PhaseSet operator -(PhaseSet a, PhaseSet b) => new(a.Bits & ~b.Bits);

    public Enumerator GetEnumerator() => new(Bits);

    /// <summary>Walks the members in ascending order without allocating.</summary>
    public struct Enumerator(uint bits)
    {
        private uint _rest = bits;

        public int Current { get; private set; } = -1;

        public bool MoveNext()
        {
            if (_rest == 0)
            {
                return false;
            }

            Current = BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
