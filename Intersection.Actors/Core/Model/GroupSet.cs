using System.Numerics;

namespace Signals.Core.Model;

/// <summary>
/// A set of signal groups of one intersection, by group index 0–63. Bit i is group i; the register map carries the low 32.
/// </summary>
public readonly record struct GroupSet(ulong Bits)
{
    /// <summary>Most groups that one intersection may have.</summary>
    public const int Capacity = 64;

    public static readonly GroupSet Empty = new(0);

    public static GroupSet Of(int group) => new(1UL << group);

    public static GroupSet Of(params ReadOnlySpan<int> groups)
    {
        var bits = 0UL;
        foreach (var group in groups)
        {
            bits |= 1UL << group;
        }

        return new GroupSet(bits);
    }

    /// <summary>Groups 0 … count − 1.</summary>
    public static GroupSet FirstN(int count) => new(count >= Capacity ? ulong.MaxValue : (1UL << count) - 1);

    public bool IsEmpty => Bits == 0;

    public int Count => BitOperations.PopCount(Bits);

    public bool Contains(int group) => (Bits >> group & 1) != 0;

    public bool Overlaps(GroupSet other) => (Bits & other.Bits) != 0;

    public bool IsSupersetOf(GroupSet other) => (Bits & other.Bits) == other.Bits;

    public GroupSet With(int group) => new(Bits | 1UL << group);

    public GroupSet Without(int group) => new(Bits & ~(1UL << group));

    public static GroupSet operator |(GroupSet a, GroupSet b) => new(a.Bits | b.Bits);

    public static GroupSet operator &(GroupSet a, GroupSet b) => new(a.Bits & b.Bits);

    /// <summary>Groups in <paramref name="a"/> that are not in <paramref name="b"/>.</summary>
    public static GroupSet operator -(GroupSet a, GroupSet b) => new(a.Bits & ~b.Bits);

    public Enumerator GetEnumerator() => new(Bits);

    public override string ToString()
    {
        var groups = new List<int>();
        foreach (var group in this)
        {
            groups.Add(group);
        }

        return "{" + string.Join(",", groups) + "}";
    }

    /// <summary>Walks the members in ascending order without allocating.</summary>
    public struct Enumerator(ulong bits)
    {
        private ulong _rest = bits;

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
